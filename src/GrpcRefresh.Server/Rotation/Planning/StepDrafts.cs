using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Sorts an inventory into what was chosen and what was not.</summary>
internal sealed class StepDrafts(ConnectionSelection selection, IReadOnlyDictionary<string, ResolvedCredential> credentials)
{
    public (IReadOnlyList<StepDraft> Chosen, IReadOnlyList<ConnectionRecord> Others) Sort(IReadOnlyList<ConnectionRecord> connections)
    {
        var (chosen, others) = (new List<StepDraft>(), new List<ConnectionRecord>());
        foreach (var connection in connections.Select(selection.Shown))
        {
            if (selection.Matches(connection) && FindKey(connection) is { } key)
            {
                var credential = credentials[key];
                var free = StepDraft.ObstacleOf(connection, selection.NeedsAllConnectionTypes) == ConnectionObstacle.Unspecified;
                chosen.Add(new StepDraft(connection, key, free ? credential : null));
            }
            else if (connection.IsSnowflake && selection.IsVisible(connection))
            {
                others.Add(connection);
            }
        }

        return (chosen, others);
    }

    /// <summary>A link to a published data source belongs to whoever signs in there.</summary>
    private string? FindKey(ConnectionRecord connection) =>
        credentials.ContainsKey("") ? "" : connection.LeadsTo.Select(target => target.UserName)
            .Prepend(connection.UserName)
            .Select(user => user.ToLowerInvariant())
            .FirstOrDefault(credentials.ContainsKey);
}
