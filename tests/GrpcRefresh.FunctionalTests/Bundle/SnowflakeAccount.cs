using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>An account with the bundle in it, as far as a CALL can tell: it runs the procedures' programs against a real service.</summary>
internal sealed partial class SnowflakeAccount : IAsyncDisposable
{
    private readonly PrivateAuthority _authority = new();

    public GatewayService Gateway { get; private set; } = null!;

    public TestService Service => Gateway.Service;

    public FrontDoor Front { get; private set; } = null!;

    /// <summary>What the secret holds.</summary>
    public string Key { get; set; } = "";

    /// <summary>What Snowflake issues for the secret without a value, and for whom.</summary>
    public (string Audience, string Token) Identity { get; set; }

    /// <summary>Other values of the bundle's variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>CURRENT_TRANSACTION().</summary>
    public string? Transaction { get; set; }

    /// <summary>The task that calls.</summary>
    public string? Task { get; set; }

    public string Query { get; set; } = "01b2-0001";

    public bool TrustsAuthority { get; set; } = true;

    public static async Task<SnowflakeAccount> StartAsync(string role = "refresher", TimeSpan? jobs = null, Action<Dictionary<string, string?>>? settings = null)
    {
        var account = new SnowflakeAccount();
        account.Gateway = await GatewayService.StartAsync(new TableauSimulatorOptions { JobDuration = jobs ?? TimeSpan.FromMilliseconds(300), Backgrounders = 300 }, settings);
        account.Front = await FrontDoor.StartAsync(account.Gateway.Url, account._authority);
        account.Key = await account.Service.NewKeyAsync("snowflake", "--role", role);
        return account;
    }

    /// <summary>CALL procedure(NAME => value, …).</summary>
    public async Task<ProcedureRun> CallAsync(string procedure, params (string Name, object? Value)[] given)
    {
        var bundle = new SnowflakeBundle(
            Checkout.Root, new Dictionary<string, string>(Variables) { ["gateway_host"] = "localhost", ["gateway_port"] = $"{Front.Port}" });
        var arguments = Parameters(bundle, procedure);
        foreach (var (name, value) in given)
        {
            Assert.True(arguments.ContainsKey(name.ToLowerInvariant()), $"{procedure} has no {name}.");
            arguments[name.ToLowerInvariant()] = value;
        }

        var input = JsonSerializer.Serialize(new
        {
            body = bundle.BodyOf(procedure),
            arguments,
            key = Key,
            identity = new { audience = Identity.Audience, token = Identity.Token },
            session = new
            {
                transaction = Transaction,
                task = Task,
                query = Query,
                ca = TrustsAuthority ? _authority.RootPem : null,
                servers = new Dictionary<string, string> { [bundle.Variables["tableau_url"]] = bundle.Variables["tableau_server"] },
            },
        });
        var run = await ProgramRun.OfAsync(BundlePython.Start(Path.Combine(AppContext.BaseDirectory, "Bundle", "call.py")), input);
        Assert.True(run.ExitCode == 0, run.Errors);
        var outcome = ProcedureRun.Of(run.Output);
        Assert.False(Key.Length > 20 && (run.Output + run.Errors).Contains(Key[^20..], StringComparison.Ordinal), "The key was shown.");
        return outcome;
    }

    /// <summary>Refreshes that Tableau was asked for.</summary>
    public int Refreshes => Service.Tableau.World.Jobs.Count;

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        await Gateway.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>A procedure's parameters with their defaults, as the handler names them.</summary>
    private static Dictionary<string, object?> Parameters(SnowflakeBundle bundle, string procedure)
    {
        var head = Regex.Match(bundle.Rendered("70_procedures.sql"), $@"REPLACE PROCEDURE \w+\.\w+\.{procedure}\((.*?)\)\s+COPY", RegexOptions.Singleline).Groups[1].Value;
        return Parameter().Matches(head).ToDictionary(match => match.Groups[1].Value.ToLowerInvariant(), match => Default(match.Groups[2].Value));
    }

    private static object? Default(string text) => text switch
    {
        "" or "NULL" => null,
        "TRUE" or "FALSE" => text == "TRUE",
        ['\'', ..] => text[1..^1],
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^\s*([A-Z_]+) [A-Z]+(?: DEFAULT ('[^']*'|\w+))?", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
