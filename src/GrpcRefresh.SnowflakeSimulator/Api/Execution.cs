using GrpcRefresh.SnowflakeSimulation.Sql;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>A statement under its handle. It takes effect at its end.</summary>
internal sealed class Execution(SqlSession session, string sql, DateTimeOffset start, TimeSpan duration, TimeSpan? timeout)
{
    public string Handle { get; } = Guid.NewGuid().ToString();

    /// <summary>By which a repetition finds it.</summary>
    public (string User, Guid Request) Key { get; init; }

    public SqlSession Session { get; } = session;

    public string Sql { get; } = sql;

    public DateTimeOffset Start { get; } = start;

    /// <summary>By itself or by its time-out.</summary>
    public DateTimeOffset EndsAt { get; } = start + (timeout < duration ? timeout.Value : duration);

    public bool RunsIntoTimeout { get; } = timeout < duration;

    public ExecutionState State { get; private set; }

    public SqlOutcome? Outcome { get; private set; }

    public SqlProblem? Problem { get; private set; }

    /// <summary>The parts of several statements in one.</summary>
    public IReadOnlyList<Execution> Parts { get; private set; } = [];

    /// <summary>Whether its answer is a repetition: a secret may not be told again.</summary>
    public bool IsReplayed { get; set; }

    public void Cancel() => State = State == ExecutionState.Running ? ExecutionState.Cancelled : State;

    public void TimeOut() => State = ExecutionState.TimedOut;

    public void Succeed(SqlOutcome outcome, IReadOnlyList<Execution>? parts = null) =>
        (State, Outcome, Parts) = (ExecutionState.Succeeded, outcome, parts ?? []);

    public void Fail(SqlProblem problem) => (State, Problem) = (ExecutionState.Failed, problem);
}
