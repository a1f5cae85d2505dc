using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobStatesTests
{
    // Rows: from; columns: to, in the order of the contract. x: allowed.
    private const string RefreshTable = """
                       Queued Submitting Pending Running Cancelling Succeeded Failed Cancelled TimedOut UnknownOutcome
        Queued         .      x          .       .       .          .         x      x         x        .
        Submitting     x      .          x       x       x          x         x      x         x        x
        Pending        .      .          .       x       x          x         x      x         x        x
        Running        .      .          .       .       x          x         x      x         x        x
        Cancelling     .      .          x       x       .          x         x      x         x        x
        Succeeded      .      .          .       .       .          .         .      .         .        .
        Failed         .      .          .       .       .          .         .      .         .        .
        Cancelled      .      .          .       .       .          .         .      .         .        .
        TimedOut       .      .          .       .       .          .         .      .         .        .
        UnknownOutcome .      .          .       .       .          .         .      .         .        .
        """;

    private const string RotationTable = """
                       Queued Submitting Pending Running Cancelling Succeeded Failed Cancelled TimedOut UnknownOutcome
        Queued         .      .          .       x       x          .         x      .         .        .
        Submitting     .      .          .       .       .          .         .      .         .        .
        Pending        .      .          .       .       .          .         .      .         .        .
        Running        .      .          .       .       x          x         x      x         x        x
        Cancelling     .      .          .       .       .          x         x      x         x        x
        Succeeded      .      .          .       .       .          .         .      .         .        .
        Failed         .      .          .       .       .          .         .      .         .        .
        Cancelled      .      .          .       .       .          .         .      .         .        .
        TimedOut       .      .          .       .       .          .         .      .         .        .
        UnknownOutcome .      .          .       .       .          .         .      .         .        .
        """;

    public static TheoryData<JobState, JobState, bool> Transitions() => Read(RefreshTable);

    public static TheoryData<JobState, JobState, bool> RotationTransitions() => Read(RotationTable);

    private static TheoryData<JobState, JobState, bool> Read(string table)
    {
        var data = new TheoryData<JobState, JobState, bool>();
        var rows = table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var row in rows.Skip(1))
        {
            for (var column = 1; column < row.Length; column++)
            {
                data.Add(Enum.Parse<JobState>(row[0]), Enum.Parse<JobState>(rows[0][column - 1]), row[column] == "x");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_job_moves_only_as_the_table_says(JobState from, JobState to, bool allowed) =>
        Assert.Equal(allowed, JobStates.MayFollow(JobKind.Refresh, from, to));

    [Theory]
    [MemberData(nameof(RotationTransitions))]
    public void A_rotation_moves_only_as_its_own_table_says(JobState from, JobState to, bool allowed) =>
        Assert.Equal(allowed, JobStates.MayFollow(JobKind.Rotation, from, to));

    [Fact]
    public void The_ended_states_are_those_from_which_nothing_follows()
    {
        foreach (var state in Enum.GetValues<JobState>().Where(state => state != JobState.Unspecified))
        {
            var stuck = Enum.GetValues<JobState>().All(next => !JobStates.MayFollow(JobKind.Refresh, state, next));
            Assert.Equal(stuck, JobStates.IsEnded(state));
        }
    }
}
