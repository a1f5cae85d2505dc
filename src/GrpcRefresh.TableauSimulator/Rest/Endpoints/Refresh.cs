using System.Xml.Linq;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Starting a refresh of an item. One at a time each: the second is refused, and not told which job was first.</summary>
internal static class Refresh
{
    private static readonly Version IncrementalSince = new(3, 25);

    public static RestAnswer Start(RestCall call, ContentKind kind)
    {
        var body = call.ReadBody();
        var incremental = bool.TryParse(body.Element("extractRefresh")?.Attribute("incremental")?.Value, out var flag) && flag;
        if (incremental && call.Version < IncrementalSince)
        {
            throw Refuse.Malformed("Payload is either malformed or incomplete.");
        }

        var item = call.Item(kind);
        Require(call, item);
        return new RestAnswer(StatusCodes.Status202Accepted, Describe(Enqueue(call, item, incremental)));
    }

    /// <summary>The checks that a refresh by item and one by task share.</summary>
    public static void Require(RestCall call, ContentItem item)
    {
        if (!call.Owns(item))
        {
            throw Refuse.NotAllowed();
        }

        if (!item.HasExtracts)
        {
            throw Refuse.NoExtract(item);
        }

        if (call.World.Scheduler.HasActiveJob(item.Luid))
        {
            throw Refuse.AlreadyQueued(item);
        }
    }

    /// <summary>Starts by a caller go before scheduled ones: priority 0, which cannot be chosen.</summary>
    public static Job Enqueue(RestCall call, ContentItem item, bool incremental) =>
        call.World.Enqueue(item, incremental, priority: 0, call.User.Luid);

    private static XElement Describe(Job job) => Xml.Element(
        "job",
        Xml.Attribute("id", job.Luid),
        Xml.Attribute("mode", "Asynchronous"),
        Xml.Attribute("type", "RefreshExtract"),
        Xml.Attribute("createdAt", job.CreatedAt),
        Xml.Element("extractRefreshJob", BackgroundJobs.Content(job)));
}
