using System.Net;
using Google.Protobuf.Reflection;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>Every method, by every role, inside and outside of the caller's scope.</summary>
public sealed class AccessMatrixTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private static readonly Role[] Roles = [Role.Viewer, Role.Refresher, Role.Rotator, Role.Admin];

    // Protocols of others, which cannot say it themselves; every caller may.
    private static readonly string[] Foreign = ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"];

    private static IEnumerable<MethodDescriptor> Methods => ServedContracts.All.SelectMany(service => service.Methods);

    public static TheoryData<string, Role, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, Role, string>();
            foreach (var method in Methods)
            {
                foreach (var role in Roles)
                {
                    foreach (var place in Enum.GetNames<AccessPlace>())
                    {
                        cells.Add($"{method.Service.Name}.{method.Name}", role, place);
                    }
                }
            }

            return cells;
        }
    }

    public static TheoryData<string, Role> Denials
    {
        get
        {
            var denials = new TheoryData<string, Role>();
            foreach (var method in DoorCases.Methods)
            {
                foreach (var role in Roles)
                {
                    denials.Add(method.Name, role);
                }
            }

            return denials;
        }
    }

    [Fact]
    public void Every_method_says_which_role_may_call_it() => Assert.All(Methods, method => Assert.NotEqual(Role.Unspecified, RoleOf(method)));

    [Fact]
    public void Every_method_has_a_sample() => Assert.Equal(Methods.Select(method => $"{method.Service.Name}.{method.Name}").Order(), AccessSamples.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_call_is_answered_inside_and_by_those_who_may(string method, Role role, string where)
    {
        var (sample, place) = (AccessSamples.All[method], Enum.Parse<AccessPlace>(where));
        var needs = RoleOf(Methods.Single(one => $"{one.Service.Name}.{one.Name}" == method));

        var (refused, saw) = await world.TryAsync(sample, role, place);

        if (role < needs)
        {
            Assert.Equal(Name(ErrorReason.PermissionDenied), refused?.Info().Reason);
            return;
        }

        var inside = place.IsInside() && !((sample.AsksAboutRotation || sample.NeedsWholeSites) && place == AccessPlace.ItsProject);
        if (!inside)
        {
            var wanted = place == AccessPlace.AnotherProject ? sample.Outside : sample.OutsideSite;
            Assert.Equal(wanted is { } outside ? Name(outside) : null, refused?.Info().Reason);
            Assert.NotEqual(true, saw);
        }
        else if (role < sample.Needs)
        {
            Assert.Equal(Name(ErrorReason.PermissionDenied), refused?.Info().Reason);
        }
        else
        {
            Assert.Equal(sample.Inside is { } told ? Name(told) : null, refused?.Info().Reason);
            Assert.NotEqual(false, saw);
            await RepairAsync(method);
        }
    }

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task The_gateway_asks_for_the_same_role(string name, Role role)
    {
        var method = DoorCases.Methods.Single(one => one.Name == name);
        var request = method.InputType.Parser.ParseFrom([]);
        method.InputType.FindFieldByName("job_id")?.Accessor.SetValue(request, "nobody");
        using var message = HttpRequests.Of(method, request);
        message.Headers.TryAddWithoutValidation("Authorization", world.HeadersOf(role, AccessPlace.Everywhere).GetValue("authorization"));

        using var answer = await world.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(role < RoleOf(method), answer.StatusCode == HttpStatusCode.Forbidden);
    }

    // A Snowflake user belongs to no place, so only whoever may act everywhere gets as far as being told that there is no Snowflake.
    [Theory]
    [InlineData(Role.Viewer, nameof(AccessPlace.Everywhere), ErrorReason.PermissionDenied)]
    [InlineData(Role.Rotator, nameof(AccessPlace.Everywhere), ErrorReason.SnowflakeNotConfigured)]
    [InlineData(Role.Admin, nameof(AccessPlace.Everywhere), ErrorReason.SnowflakeNotConfigured)]
    [InlineData(Role.Rotator, nameof(AccessPlace.ItsSite), ErrorReason.PermissionDenied)]
    [InlineData(Role.Admin, nameof(AccessPlace.ItsSite), ErrorReason.PermissionDenied)]
    [InlineData(Role.Admin, nameof(AccessPlace.ItsProject), ErrorReason.PermissionDenied)]
    public async Task A_token_of_a_Snowflake_user_takes_a_caller_without_limits(Role role, string where, ErrorReason reason)
    {
        var place = Enum.Parse<AccessPlace>(where);
        foreach (var sample in new[] { AccessSamples.TokenRehearsal, AccessSamples.Token })
        {
            var info = (await world.TryAsync(sample, role, place)).Refused!.Info();

            Assert.Equal(Name(reason), info.Reason);
            if (place != AccessPlace.Everywhere)
            {
                Assert.Equal("credential.snowflake_token.user", info.Metadata["outside"]);
            }
        }
    }

    /// <summary>What the call itself has ended is there again for the next.</summary>
    private Task RepairAsync(string method) => method == "JobService.CancelJob" ? world.NewWaitingJobAsync() : Task.CompletedTask;

    private static string Name(ErrorReason reason) => FailureStatus.NameOf(reason);

    private static Role RoleOf(MethodDescriptor method) =>
        Foreign.Contains(method.Service.FullName) ? Role.Viewer : method.GetOptions()?.GetExtension(OptionsExtensions.Role) ?? Role.Unspecified;
}
