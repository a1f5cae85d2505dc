using GrpcRefresh.SnowflakeSimulation.Sql;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>The statements by handle and by request id. Whoever looks first lets those end that are due, in the order of their ends.</summary>
internal sealed class ExecutionTable(SnowflakeWorld world)
{
    private readonly Dictionary<string, Execution> _byHandle = new(StringComparer.Ordinal);
    private readonly Dictionary<(string User, Guid Request), Execution> _byRequest = [];
    private readonly List<Execution> _running = [];
    private readonly Queue<Execution> _ended = [];
    private bool _settling;

    /// <summary>How many statements are known.</summary>
    public int Known => _byHandle.Count;

    /// <summary>A repetition of what succeeded or (unless the settings say otherwise) still runs is answered by that; everything else is executed.</summary>
    public Execution Start(Identity identity, Submission submission)
    {
        var key = (identity.User.Name, submission.RequestId ?? Guid.Empty);
        if (submission is { IsRetry: true, RequestId: not null } && _byRequest.TryGetValue(key, out var known)
            && (known.State == ExecutionState.Succeeded || (known.State == ExecutionState.Running && !world.Settings.ExecutesRunningAgain)))
        {
            known.IsReplayed = true;
            return known;
        }

        var session = new SqlSession(world, identity, submission);
        var execution = new Execution(session, submission.Sql, world.Now, world.Settings.StatementDuration, submission.Timeout) { Key = key };
        _running.Add(execution);
        _byHandle[execution.Handle] = execution;
        _byRequest[key] = execution;
        Settle();
        return execution;
    }

    public Execution Find(Identity identity, string handle) =>
        _byHandle.TryGetValue(handle, out var execution) && execution.Session.Identity.User == identity.User
        && world.Now < execution.EndsAt + world.Settings.HandleLifetime
            ? execution
            : throw new SqlProblem("000709", "02000", $"Statement {handle} not found");

    public void Settle()
    {
        if (_settling)
        {
            return;
        }

        _settling = true;
        try
        {
            while (_running.Where(one => one.State == ExecutionState.Running && one.EndsAt <= world.Now).MinBy(one => one.EndsAt) is { } due)
            {
                End(due);
            }

            _running.FindAll(one => one.State != ExecutionState.Running).ForEach(_ended.Enqueue);
            _running.RemoveAll(one => one.State != ExecutionState.Running);
            Forget();
        }
        finally
        {
            _settling = false;
        }
    }

    /// <summary>What nobody may ask about any more.</summary>
    private void Forget()
    {
        while (_ended.TryPeek(out var oldest) && oldest.EndsAt + world.Settings.HandleLifetime <= world.Now)
        {
            _ended.Dequeue();
            oldest.Parts.Append(oldest).ToList().ForEach(one => _byHandle.Remove(one.Handle));
            if (_byRequest.GetValueOrDefault(oldest.Key) == oldest)
            {
                _byRequest.Remove(oldest.Key);
            }
        }
    }

    private void End(Execution execution)
    {
        if (execution.RunsIntoTimeout)
        {
            execution.TimeOut();
        }
        else
        {
            Execute(execution);
        }

        var session = execution.Session;
        world.Remember(new QueryEvent(
            execution.Handle, execution.Sql, session.Identity.User.Name, session.Role, session.UsedWarehouse, session.Tag, execution.Start, execution.EndsAt,
            execution.State == ExecutionState.Succeeded ? "SUCCESS" : "FAIL", execution.Problem?.Code));
    }

    private void Execute(Execution execution)
    {
        try
        {
            var statements = SqlLexer.Split(execution.Sql);
            var count = execution.Session.Count;
            if (count != 0 && count != statements.Count)
            {
                throw new SqlProblem("000008", "0A000", $"Actual statement count {statements.Count} did not match the desired statement count {count}.");
            }

            if (statements.Count == 1)
            {
                execution.Succeed(SqlEngine.Execute(execution, statements[0]));
                return;
            }

            execution.Succeed(SqlOutcome.Message("Multiple statements executed successfully."), [.. statements.Select(part => ExecutePart(execution, part))]);
        }
        catch (SqlProblem problem)
        {
            execution.Fail(problem);
        }
    }

    private Execution ExecutePart(Execution whole, IReadOnlyList<SqlToken> tokens)
    {
        if (whole.Session.Bindings.Count > 0)
        {
            throw new SqlProblem("391907", "0A000", "Bindings are not supported in a request with several statements.");
        }

        var part = new Execution(whole.Session, string.Join(' ', tokens.Select(token => token.Raw)), whole.Start, TimeSpan.Zero, null);
        try
        {
            part.Succeed(SqlEngine.Execute(part, tokens));
        }
        catch (SqlProblem problem)
        {
            throw new SqlProblem("100132", "P0000", $"JavaScript execution error: Uncaught Execution of multiple statements failed on statement \"{part.Sql}\": {problem.Message}");
        }

        _byHandle[part.Handle] = part;
        return part;
    }
}
