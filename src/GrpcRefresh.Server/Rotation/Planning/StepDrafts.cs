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
        foreach (var connection in connections)
        {
            var key = credentials.ContainsKey("") ? "" : connection.UserName.ToLowerInvariant();
            if (selection.Matches(connection) && credentials.TryGetValue(key, out var credential))
            {
                var free = StepDraft.ObstacleOf(connection, selection.NeedsAllConnectionTypes) == ConnectionObstacle.Unspecified;
                chosen.Add(new StepDraft(connection, key, free ? credential : null));
            }
            else if (connection.IsSnowflake)
            {
                others.Add(connection);
            }
        }

        return (chosen, others);
    }
}
