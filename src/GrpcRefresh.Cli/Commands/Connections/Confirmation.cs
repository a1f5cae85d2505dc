using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Connections;

/// <summary>Asks once before connections are changed, with what the change would be.</summary>
internal sealed class Confirmation(Session session)
{
    private const int NamedUsers = 3;

    public static void ThrowIfNobodyIsThere()
    {
        if (Console.IsInputRedirected)
        {
            throw new UsageException("This changes connections, and there is nobody to ask: standard input is no terminal. Look at the plan with --plan, then add --yes.");
        }
    }

    public async Task<bool> AskAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        var plan = (await session.Client.PlanRotationAsync(request, cancellationToken)).Plan;
        session.Printer.Gaps(plan.Gaps);
        foreach (var sentence in PlanText.Sentences(plan))
        {
            session.Printer.Note(sentence);
        }

        await Console.Error.WriteAsync($"{Question(plan)} [y/N] ");
        // Reading a line cannot be cancelled; whoever leaves does not wait for it.
        var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static string Question(RotationPlan plan)
    {
        var changed = plan.Steps.Where(PlanText.IsChanged).Select(step => step.Connection).ToList();
        var users = changed.Select(one => one.UserName).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var sites = changed.Select(one => (one.Server, one.Site)).Distinct().ToList();
        var whose = users.Count > NamedUsers ? $"{users.Count} users" : $"{(users.Count == 1 ? "user" : "users")} {string.Join(", ", users)}";
        var where = sites.Count == 1 ? $"site {ConnectionText.Site(sites[0].Server, sites[0].Site)}" : $"{sites.Count} sites";
        return TextTable.Plain($"Change {RotationText.Connections(plan.ChangedConnections)} of {whose} on {where}?");
    }
}
