using System.Globalization;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>When the old token is removed, and when it is not.</summary>
public sealed class OldTokenStaysTests : IAsyncLifetime
{
    private TokenWorld _world = null!;

    public async Task InitializeAsync() => _world = await TokenWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task It_goes_when_nobody_has_used_it_for_the_overlap()
    {
        var overlap = TimeSpan.FromSeconds(5);
        await using var service = await _world.ServeAsync();
        var jobId = (await service.RotateAsync(Request(Overlapping(overlap)))).Job.JobId;

        var waiting = await service.UntilAsync(jobId, IsWaiting);
        Assert.True(_world.Snowflake.World.Accepts(User, _world.OldSecret));
        var job = await service.EndOfAsync(jobId);

        Assert.Equal(RotationTokenState.Replaced, Assert.Single(job.Rotation.Tokens).State);
        Assert.False(_world.Snowflake.World.Accepts(User, _world.OldSecret));
        // The phase says until when, in whole seconds; judging and refreshing may take what it likes before.
        var due = DateTimeOffset.Parse(waiting.Rotation.Phase.Split(' ', 3)[2][..20], CultureInfo.InvariantCulture);
        var changed = (await service.StepsAsync(jobId)).Where(step => step.RefreshJobId.Length > 0)
            .Max(step => service.Jobs.GetJob(new GetJobRequest { JobId = step.RefreshJobId }).Job.EndTime.ToDateTimeOffset());
        Assert.True(due >= changed + overlap && job.EndTime.ToDateTimeOffset() >= due, $"last refresh {changed}, due {due:O}, ended {job.EndTime}");
    }

    [Fact]
    public async Task It_stays_when_somebody_goes_on_using_it()
    {
        await using var service = await _world.ServeAsync();
        var jobId = (await service.RotateAsync(Request(Overlapping(TimeSpan.FromMilliseconds(300))))).Job.JobId;
        await service.UntilAsync(jobId, IsWaiting);
        var end = service.EndOfAsync(jobId);
        while (!end.IsCompleted)
        {
            _world.SignInElsewhere();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        AssertStays(await end, "somebody still uses it");
    }

    [Fact]
    public async Task It_stays_when_it_is_to_be_kept() => AssertStays(await RunAsync(Request(order => order.KeepOldToken = true)), "keep_old_token asks for it");

    [Fact]
    public async Task It_stays_when_only_the_canary_was_proved()
    {
        var request = Request();
        request.Verification = Verification.RefreshCanary;
        AssertStays(await RunAsync(request), "2 of 3 connections are not proved to use the new one");
    }

    [Fact]
    public async Task It_stays_when_other_connections_of_the_user_were_left_out()
    {
        var request = Request();
        request.Selector.Projects.Add("Operations/Logistics");
        var job = await RunAsync(request);

        Assert.Equal(1, job.Rotation.Verified);
        AssertStays(job, "2 other connections sign in as LOGISTICS_SVC and are not changed by this rotation");
    }

    [Fact]
    public async Task It_stays_when_the_rotation_is_cancelled_while_it_waits_and_the_new_secret_is_wiped_by_then()
    {
        await using var service = await _world.ServeAsync();
        var jobId = (await service.RotateAsync(Request(Overlapping(TimeSpan.FromHours(1))))).Job.JobId;
        var waiting = await service.UntilAsync(jobId, IsWaiting);
        Assert.Equal((JobState.Running, RotationTokenState.Waiting, 0), (waiting.State, waiting.Rotation.Tokens[0].State, SecretsKept(service)));

        await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = jobId });

        var job = await service.EndOfAsync(jobId);
        AssertStays(job, "the rotation was cancelled before it had been unused for long enough", JobState.Cancelled);
        Assert.Equal(3, job.Rotation.ProvedUsesNew);
    }

    [Fact]
    public async Task A_rotation_that_waits_goes_on_after_a_restart()
    {
        await using var service = await _world.ServeAsync();
        var jobId = (await service.RotateAsync(Request(Overlapping(TimeSpan.FromSeconds(2))))).Job.JobId;
        await service.UntilAsync(jobId, IsWaiting);

        await service.RestartAsync();

        Assert.Equal(RotationTokenState.Replaced, Assert.Single((await service.EndOfAsync(jobId)).Rotation.Tokens).State);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_rotation_that_is_cancelled_before_a_connection_was_touched_takes_its_token_back()
    {
        await using var service = await _world.ServeAsync();
        _world.Snowflake.Settings.HoldLimit = TimeSpan.Zero;
        _world.Snowflake.Settings.StatementDuration = TimeSpan.FromSeconds(2);
        var jobId = (await service.RotateAsync(Request())).Job.JobId;
        await service.UntilAsync(jobId, job => job.Rotation.Tokens[0].State == RotationTokenState.Making);

        await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = jobId });

        var job = await service.EndOfAsync(jobId);
        Assert.Equal((JobState.Cancelled, RotationTokenState.Withdrawn), (job.State, job.Rotation.Tokens[0].State));
        Assert.Equal([Old], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.Equal(0, connection.SecretsGiven));
    }

    private static Action<SnowflakeToken> Overlapping(TimeSpan overlap) => order => order.Overlap = Duration.FromTimeSpan(overlap);

    private static bool IsWaiting(Job job) => job.Rotation.Phase.StartsWith("waiting until", StringComparison.Ordinal);

    private async Task<Job> RunAsync(RotateConnectionCredentialsRequest request)
    {
        await using var service = await _world.ServeAsync();
        return (await service.RunAsync(request)).Job;
    }

    private void AssertStays(Job job, string why, JobState state = JobState.Succeeded)
    {
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal((state, RotationTokenState.BothValid), (job.State, token.State));
        Assert.Contains(why, token.Detail, StringComparison.Ordinal);
        Assert.Equal([Old, token.TokenName], _world.Tokens);
        Assert.Contains(job.TableauNotes, note => note.EndsWith(token.Detail, StringComparison.Ordinal));
        Assert.All(_world.Connections, connection => Assert.True(_world.Accepts(connection)));
    }

    private static long SecretsKept(TestService service)
    {
        using var connection = new SqliteConnection($"Data Source={service.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from rotation_secrets";
        return (long)command.ExecuteScalar()!;
    }
}
