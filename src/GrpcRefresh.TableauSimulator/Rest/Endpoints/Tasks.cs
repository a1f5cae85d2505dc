using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>
/// Extract refresh tasks: the only way to an incremental refresh below 3.25. Their list, on one page, calls all of them RefreshExtractTask;
/// which are incremental is told by the list of their schedule. The one schedule looks suspended in those tasks that are.
/// </summary>
internal static class Tasks
{
    private static readonly string ScheduleLuid = Luid.From("schedule/Nightly extracts");
    private static readonly DateTimeOffset Born = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);

    public static RestAnswer List(RestCall call) => RestAnswer.Ok(Xml.Element(
        "tasks",
        call.World.Data.Tasks.Where(task => MaySee(call, task)).Select(task => Describe(call, task))));

    public static RestAnswer Get(RestCall call) => RestAnswer.Ok(Describe(call, Find(call)));

    /// <summary>The answer is the bare job, without its content: so a caller has to remember what it asked for.</summary>
    public static RestAnswer RunNow(RestCall call)
    {
        call.ReadBody();
        var task = Find(call);
        var item = ItemOf(call, task);
        Refresh.Require(call, item);
        var job = Refresh.Enqueue(call, item, task.Incremental);
        return RestAnswer.Ok(Xml.Element(
            "job",
            Xml.Attribute("id", job.Luid),
            Xml.Attribute("mode", "Asynchronous"),
            Xml.Attribute("type", "RefreshExtract")));
    }

    public static RestAnswer ListOfSchedule(RestCall call) => call.Id(1).Equals(ScheduleLuid, StringComparison.OrdinalIgnoreCase)
        ? RestAnswer.Ok(Xml.Element(
            "extracts",
            call.World.Data.Tasks.Where(task => MaySee(call, task)).Select(task => DescribeInSchedule(call, task))))
        : throw Refuse.UnknownSchedule(call.Id(1));

    private static ExtractTask Find(RestCall call) => call.World.Data.Tasks.Find(task =>
        task.Luid.Equals(call.Id(1), StringComparison.OrdinalIgnoreCase) && task.SiteLuid == call.Site.Luid) ?? throw Refuse.UnknownTask(call.Id(1));

    private static bool MaySee(RestCall call, ExtractTask task) => task.SiteLuid == call.Site.Luid && call.Owns(ItemOf(call, task));

    private static ContentItem ItemOf(RestCall call, ExtractTask task) => call.World.Data.Items[task.ItemLuid];

    private static XElement Describe(RestCall call, ExtractTask task)
    {
        var item = ItemOf(call, task);
        return Xml.Element("task", Xml.Element(
            "extractRefresh",
            Xml.Attribute("id", task.Luid),
            Xml.Attribute("priority", 50),
            Xml.Attribute("consecutiveFailedCount", task.ConsecutiveFailures),
            Xml.Attribute("type", "RefreshExtractTask"),
            Schedule(task, call.Now),
            Xml.Element(item.KindName, Xml.Attribute("id", item.Luid))));
    }

    private static XElement DescribeInSchedule(RestCall call, ExtractTask task)
    {
        var item = ItemOf(call, task);
        return Xml.Element(
            "extract",
            Xml.Attribute("id", task.Luid),
            Xml.Attribute("priority", 50),
            Xml.Attribute("type", task.Incremental ? "IncrementalRefresh" : "FullRefresh"),
            Xml.Element(item.KindName, Xml.Attribute("id", item.Luid)));
    }

    private static XElement Schedule(ExtractTask task, DateTimeOffset now) => Xml.Element(
        "schedule",
        Xml.Attribute("id", ScheduleLuid),
        Xml.Attribute("name", "Nightly extracts"),
        Xml.Attribute("state", task.IsSuspended ? "Suspended" : "Active"),
        Xml.Attribute("priority", 50),
        Xml.Attribute("createdAt", Born),
        Xml.Attribute("updatedAt", Born),
        Xml.Attribute("type", "Extract"),
        Xml.Attribute("frequency", "Daily"),
        Xml.Attribute("nextRunAt", new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1)));
}
