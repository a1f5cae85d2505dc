using System.Text;
using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>What goes into one statement: as many outcomes as its bounds allow, and at least one.</summary>
/// <param name="Rows">A JSON array.</param>
internal sealed record OutcomeBatch(IReadOnlyList<string> JobIds, string Rows)
{
    public const int MostRows = 500;

    /// <summary>ASCII, so these are bytes. As many as the mapping table's statements bring: nothing documents how long one value may be.</summary>
    public const int MostCharacters = 400_000;

    /// <summary>Of its statement, whenever that is sent.</summary>
    public Guid RequestId { get; init; } = Guid.NewGuid();

    /// <summary>Whether it may have been sent before.</summary>
    public bool IsRepeated { get; init; }

    /// <param name="jobs">Ended ones, in the order in which they are to be written.</param>
    public static OutcomeBatch Of(IEnumerable<JobRecord> jobs)
    {
        List<string> ids = [];
        var rows = new StringBuilder("[");
        foreach (var job in jobs.Take(MostRows))
        {
            var row = OutcomeRow.Of(job).ToJsonString();
            if (ids.Count > 0 && rows.Length + row.Length > MostCharacters)
            {
                break;
            }

            rows.Append(ids.Count > 0 ? "," : "").Append(row);
            ids.Add(job.JobId);
        }

        return new OutcomeBatch(ids, rows.Append(']').ToString());
    }
}
