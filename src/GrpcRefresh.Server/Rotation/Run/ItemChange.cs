using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Changes the connections of one item and reads them back. An update sets the same values however often it is sent.</summary>
internal sealed class ItemChange(TableauSite site, ItemKey item, Persistence persistence, RunEpoch epoch, JobStore store)
{
    /// <param name="readFirst">A change was under way when the service stopped: look whether its connection is still there.</param>
    /// <returns>An outcome for each step's number.</returns>
    public async Task<IReadOnlyDictionary<int, ChangeOutcome>> RunAsync(
        IReadOnlyList<StepChange> changes, bool readBack, bool readFirst, CancellationToken halt, CancellationToken stop)
    {
        var outcomes = new Dictionary<int, ChangeOutcome>();
        if (readFirst)
        {
            await KeepThoseThereAsync(changes, outcomes, stop);
        }

        var bulk = await TryAsync(() => site.SupportsBulkUpdateAsync(stop), stop) is { Answer: true };
        foreach (var alike in Open().GroupBy(change => (change.Step.CredentialKey, change.UserName)).Select(group => group.ToList()).ToList())
        {
            if (bulk && alike.Count > 1)
            {
                await ChangeTogetherAsync(alike, outcomes, halt, stop);
            }
            else
            {
                await ChangeEachAsync(alike, outcomes, inDoubt: false, halt, stop);
            }
        }

        if (readBack)
        {
            await ReadBackAsync([.. changes.Where(change => outcomes[change.Step.Number] is ChangeOutcome.Taken)], outcomes, stop);
        }

        return outcomes;

        IEnumerable<StepChange> Open() => changes.Where(change => !outcomes.ContainsKey(change.Step.Number));
    }

    private async Task ChangeTogetherAsync(List<StepChange> changes, Dictionary<int, ChangeOutcome> outcomes, CancellationToken halt, CancellationToken stop)
    {
        var ids = changes.Select(change => change.Step.Connection.ConnectionId).ToList();
        var tried = await SendAsync(() => site.UpdateConnectionsAsync(item.Type, item.Luid, ids, changes[0].Update, stop), halt, stop);
        switch (tried.Problem)
        {
            case null:
                foreach (var change in changes)
                {
                    outcomes[change.Step.Number] = Answered(change, tried.Answer!);
                }

                break;
            // One of them is gone or refused, or this Tableau cannot do it: each for itself then.
            case { Kind: TableauErrorKind.NotFound or TableauErrorKind.Refused or TableauErrorKind.NotSupported }:
                await ChangeEachAsync(changes, outcomes, tried.Problem.MayHaveTakenEffect, halt, stop);
                break;
            case var problem:
                foreach (var change in changes)
                {
                    outcomes[change.Step.Number] = Failed(problem, inDoubt: false);
                }

                break;
        }
    }

    /// <param name="inDoubt">An update of all of them together may have taken effect.</param>
    private async Task ChangeEachAsync(
        List<StepChange> changes, Dictionary<int, ChangeOutcome> outcomes, bool inDoubt, CancellationToken halt, CancellationToken stop)
    {
        foreach (var change in changes)
        {
            var tried = await SendAsync(() => site.UpdateConnectionAsync(item.Type, item.Luid, change.Step.Connection.ConnectionId, change.Update, stop), halt, stop);
            outcomes[change.Step.Number] = tried.Problem switch
            {
                null => Answered(change, [tried.Answer!]),
                { Kind: TableauErrorKind.NotFound } problem => Gone(problem.Message, problem.MayHaveTakenEffect || inDoubt),
                var problem => Failed(problem, inDoubt),
            };
        }
    }

    private static ChangeOutcome Answered(StepChange change, IReadOnlyList<TableauConnection> answer)
    {
        var told = answer.FirstOrDefault(connection => IsOf(change, connection));
        // An answer may leave values out; what it tells must be what was sent.
        return told is { UserName.Length: > 0 } && !string.Equals(told.UserName, change.UserName, StringComparison.OrdinalIgnoreCase)
            ? NotStored($"Tableau's answer to the update names the user '{told.UserName}' instead of '{change.UserName}'.")
            : new ChangeOutcome.Taken(ReadBack: false);
    }

    private async Task KeepThoseThereAsync(IReadOnlyList<StepChange> changes, Dictionary<int, ChangeOutcome> outcomes, CancellationToken stop)
    {
        var there = await TryAsync(() => site.ListConnectionsAsync(item.Type, item.Luid, stop), stop);
        foreach (var change in changes)
        {
            if (there.Problem is { Kind: TableauErrorKind.NotFound } problem)
            {
                outcomes[change.Step.Number] = Gone(problem.Message, touched: true);
            }
            else if (there.Answer is { } connections && connections.All(connection => !IsOf(change, connection)))
            {
                outcomes[change.Step.Number] = Gone("it is no longer among its item's connections.", touched: true);
            }
        }
    }

    private async Task ReadBackAsync(IReadOnlyList<StepChange> changes, Dictionary<int, ChangeOutcome> outcomes, CancellationToken stop)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var tried = await TryAsync(() => site.ListConnectionsAsync(item.Type, item.Luid, stop), stop);
        foreach (var change in changes)
        {
            outcomes[change.Step.Number] = tried.Problem switch
            {
                null => Compare(change, tried.Answer!.FirstOrDefault(connection => IsOf(change, connection))),
                { Kind: TableauErrorKind.NotFound } problem => Gone(problem.Message, touched: true),
                var problem => Unread(problem),
            };
        }
    }

    private static ChangeOutcome Compare(StepChange change, TableauConnection? now) => now switch
    {
        null => Gone("it is no longer among its item's connections.", touched: true),
        _ when !string.Equals(now.UserName, change.UserName, StringComparison.OrdinalIgnoreCase) =>
            NotStored($"Tableau answered the update with success, but tells the user '{now.UserName}' instead of '{change.UserName}'."),
        _ when !string.Equals(now.ServerAddress, change.Step.Connection.ServerAddress, StringComparison.OrdinalIgnoreCase) =>
            NotStored($"Tableau answered the update with success, but tells the address '{now.ServerAddress}' instead of '{change.Step.Connection.ServerAddress}'."),
        { EmbedPassword: false } => NotStored("Tableau answered the update with success, but tells that it keeps no password."),
        _ => new ChangeOutcome.Taken(ReadBack: true),
    };

    private Task<Tried<T>> SendAsync<T>(Func<Task<T>> call, CancellationToken halt, CancellationToken stop) => persistence.TryAsync(
        async () =>
        {
            await epoch.DemandFreshAsync(store, stop);
            return await call();
        },
        halt,
        stop);

    private Task<Tried<T>> TryAsync<T>(Func<Task<T>> call, CancellationToken stop) => persistence.TryAsync(call, stop, stop);

    private static bool IsOf(StepChange change, TableauConnection connection) =>
        connection.Id.Equals(change.Step.Connection.ConnectionId, StringComparison.OrdinalIgnoreCase);

    private static ChangeOutcome.Gone Gone(string why, bool touched) => new($"Tableau no longer knows the connection: {why}", touched);

    private static ChangeOutcome.Failed NotStored(string message) => new(new Failure(ErrorReason.UpdateNotStored, message), Touched: true);

    private ChangeOutcome.Failed Failed(TableauException problem, bool inDoubt)
    {
        var touched = problem.MayHaveTakenEffect || inDoubt;
        var failure = TableauFailures.From(problem, item.Site, item.Luid);
        return new ChangeOutcome.Failed(touched ? failure with { Message = $"{failure.Message} The connection may hold the new secret or the old one." } : failure, touched);
    }

    private ChangeOutcome.Failed Unread(TableauException problem)
    {
        var failure = TableauFailures.From(problem, item.Site, item.Luid);
        return new ChangeOutcome.Failed(failure with { Message = $"Tableau answered the update with success, but could not be asked to tell it again: {failure.Message}" }, Touched: true);
    }
}
