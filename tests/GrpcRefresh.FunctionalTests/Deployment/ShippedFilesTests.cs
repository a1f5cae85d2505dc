using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>What is shipped to run the service with, as far as it can be told without the programs that read it.</summary>
public sealed partial class ShippedFilesTests
{
    public static TheoryData<string> WithSettings =>
    [
        "docker-compose.yml", "src/GrpcRefresh.Server/Dockerfile", "deploy/kubernetes/grpcrefresh.yaml", "deploy/kubernetes/first-key.yaml",
        "deploy/systemd/grpcrefresh.service", "deploy/nginx/grpcrefresh.conf",
    ];

    [Theory]
    [MemberData(nameof(WithSettings))]
    public void Every_setting_is_one_that_the_service_has(string path)
    {
        var settings = Setting().Matches(File.ReadAllText(Path.Combine(Checkout.Root, path))).Select(match => match.Value).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.True(KnownSettings.Has(setting), setting));
    }

    [Theory]
    [InlineData("src/GrpcRefresh.Server", "grpcrefresh-server.dll")]
    [InlineData("src/GrpcRefresh.TableauSimulator", "GrpcRefresh.TableauSimulator.dll")]
    public void An_image_is_built_in_stages_and_runs_as_its_own_account(string project, string assembly)
    {
        var file = new Dockerfile($"{project}/Dockerfile");
        var stages = file.Instructions.Where(instruction => instruction.Name == "FROM").Select(instruction => instruction.Words).ToList();

        Assert.Equal(["mcr.microsoft.com/dotnet/sdk:10.0 AS build", "mcr.microsoft.com/dotnet/aspnet:10.0"], stages);
        Assert.Equal("app", file.Last("USER"));
        Assert.Equal(["dotnet", $"/app/{assembly}"], file.Entrypoint);
        Assert.True(File.Exists(Checkout.Program(project, assembly)));
        Assert.Contains(file.Instructions, instruction => instruction.Name == "RUN" && instruction.Words.Contains($"publish {project}/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_of_the_service_asks_for_its_own_health() =>
        Assert.EndsWith("""CMD ["dotnet", "/app/grpcrefresh-server.dll", "health"]""", new Dockerfile("src/GrpcRefresh.Server/Dockerfile").Last("HEALTHCHECK"), StringComparison.Ordinal);

    [Fact]
    public void In_Kubernetes_there_is_one_pod_and_never_two()
    {
        var manifests = Manifests("grpcrefresh.yaml");
        var set = Assert.Single(manifests, manifest => manifest.Text("kind") is "StatefulSet" or "Deployment");

        Assert.Equal(("StatefulSet", "1"), (set.Text("kind"), set.Text("spec", "replicas")));
        Assert.DoesNotContain(manifests, manifest => manifest.Text("kind") is "PodDisruptionBudget" or "HorizontalPodAutoscaler");
    }

    [Fact]
    public void In_Kubernetes_health_is_asked_of_the_gateway()
    {
        var container = Container("grpcrefresh.yaml", "StatefulSet");

        Assert.Equal(("/healthz/live", "gateway"), (container.Text("livenessProbe", "httpGet", "path"), container.Text("livenessProbe", "httpGet", "port")));
        Assert.Equal(("/healthz/ready", "gateway"), (container.Text("readinessProbe", "httpGet", "path"), container.Text("readinessProbe", "httpGet", "port")));
    }

    [Theory]
    [InlineData("grpcrefresh.yaml", "StatefulSet")]
    [InlineData("first-key.yaml", "Job")]
    public void In_Kubernetes_a_pod_may_do_nothing_but_its_work(string file, string kind)
    {
        var (pod, container) = (Pod(file, kind), Container(file, kind));

        Assert.Equal(("true", "1654", "false"), (pod.Text("securityContext", "runAsNonRoot"), pod.Text("securityContext", "runAsUser"), pod.Text("automountServiceAccountToken")));
        Assert.Equal(("false", "true"), (container.Text("securityContext", "allowPrivilegeEscalation"), container.Text("securityContext", "readOnlyRootFilesystem")));
        Assert.Equal(["ALL"], container.Texts("securityContext", "capabilities", "drop"));
    }

    [Fact]
    public void In_Kubernetes_secrets_are_files_that_others_may_not_read()
    {
        var secrets = Pod("grpcrefresh.yaml", "StatefulSet").List("volumes").Where(volume => volume.At("secret") is not null).ToList();
        var settings = Container("grpcrefresh.yaml", "StatefulSet").List("env");

        Assert.Equal(2, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal("0440", secret.Text("secret", "defaultMode")));
        Assert.All(settings, setting => Assert.Null(setting.At("valueFrom")));
    }

    [Fact]
    public async Task The_systemd_unit_is_understood_and_gives_the_secret_as_a_credential()
    {
        var path = Path.Combine(Checkout.Root, "deploy", "systemd", "grpcrefresh.service");
        var unit = await File.ReadAllLinesAsync(path);
        Assert.Contains("ExecStart=/usr/bin/dotnet /opt/grpcrefresh/grpcrefresh-server.dll", unit);
        Assert.Contains("ExecStartPre=/usr/bin/dotnet /opt/grpcrefresh/grpcrefresh-server.dll --check-config", unit);
        Assert.Contains("LoadCredential=tableau-pat:/etc/grpcrefresh/tableau-pat", unit);
        Assert.Contains(unit, line => line.EndsWith("PATSECRETFILE=%d/tableau-pat", StringComparison.Ordinal));
        Assert.All(
            new[] { "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "CapabilityBoundingSet=", "UMask=0077", "RestartPreventExitStatus=2" },
            line => Assert.Contains(line, unit));

        if (Programs.Find("systemd-analyze") is { } analyze)
        {
            var run = await ProgramRun.OfAsync(analyze, "verify", "--man=no", path);

            // The programs are not where they will be; everything else has to be right.
            Assert.DoesNotContain(run.Errors.Split('\n'), line => line.Contains("grpcrefresh.service", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal));
        }
    }

    private static IReadOnlyList<YamlNode> Manifests(string file) => Yaml.Read(Path.Combine(Checkout.Root, "deploy", "kubernetes", file));

    private static YamlNode Pod(string file, string kind) => Manifests(file).Single(manifest => manifest.Text("kind") == kind).At("spec", "template", "spec")!;

    private static YamlNode Container(string file, string kind) => Pod(file, kind).List("containers").Single();

    [GeneratedRegex("GRPCREFRESH__[A-Z0-9_]+")]
    private static partial Regex Setting();
}
