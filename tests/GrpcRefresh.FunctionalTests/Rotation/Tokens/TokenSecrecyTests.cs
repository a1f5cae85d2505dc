using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Neither the secret, nor the handle by which the result with the secret could be read again, is logged or thrown.</summary>
public sealed class TokenSecrecyTests : TokensTest
{
    private readonly List<string> _told = [];

    [Fact]
    public async Task No_secret_and_no_handle_of_one_is_logged_or_thrown()
    {
        var old = World.AddToken(User, Old, Role);
        List<string> secrets = [old];
        foreach (var kind in new[] { FaultKind.Slow, FaultKind.DropReply, FaultKind.Truncated, FaultKind.Html })
        {
            var fault = Fail(kind, "programmatic access token \\", times: 7);
            var (added, rotated) = (await MakeAsync(Adding()), await MakeAsync(Rotating()));
            secrets.AddRange([added.Secret.Reveal(), rotated.Secret.Reveal()]);
            _told.AddRange([$"{added}", $"{rotated}", $"{Adding()}"]);
            await Tokens.ProveAsync(User, added.Secret, CancellationToken.None);
            Assert.Equal(kind == FaultKind.Slow ? 2 : 7, fault.Hits);
            Simulator.Faults.Clear();
            await Tokens.RemoveAsync(User, added.Name, CancellationToken.None);
            await Tokens.RemoveAsync(User, rotated.OldName!, CancellationToken.None);
            await TellAsync(() => Tokens.ProveAsync(User, added.Secret, CancellationToken.None));
        }

        Simulator.Settings.StatementDuration = TimeSpan.FromSeconds(30);
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Html, Method = "GET" });
        await TellAsync(() => MakeAsync(Adding()));

        var handles = World.QueryHistory.Where(query => MakesASecret(query.Text)).Select(query => query.Id).ToList();
        Assert.True(handles.Count > 8);
        var scan = new SecretScan([.. secrets, .. handles]);
        scan.Text("the log", string.Join('\n', Logged));
        scan.Text("what was told and thrown", string.Join('\n', _told));
        Assert.Contains("ALTER USER", string.Concat(Logged), StringComparison.Ordinal);
        scan.AssertNothingFound();
    }

    private static bool MakesASecret(string sql) =>
        sql.Contains(" ADD PROGRAMMATIC", StringComparison.Ordinal) || sql.Contains(" ROTATE PROGRAMMATIC", StringComparison.Ordinal);

    private async Task TellAsync(Func<Task> failing) => _told.Add((await Assert.ThrowsAsync<SnowflakeException>(failing)).ToString());
}
