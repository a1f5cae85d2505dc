using System.Xml.Linq;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.Rest.Filters;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Jobs, which one query and the list describe in different words, as Tableau does.</summary>
internal static class BackgroundJobs
{
    private static readonly FieldSet<Job> Fields = new FieldSet<Job>()
        .Text("jobType", JobType, FilterOperator.Eq | FilterOperator.In)
        .Text("status", job => $"{job.State}", FilterOperator.Eq)
        .Text("title", job => job.ItemName, FilterOperator.EqHas)
        .Text("subtitle", Subtitle, FilterOperator.EqHas)
        .Text("notes", job => job.Notes, FilterOperator.Has)
        .Text("args", _ => null, FilterOperator.Has)
        .Number("progress", Progress)
        .Number("priority", job => job.Priority)
        .Time("createdAt", job => job.CreatedAt)
        .Time("startedAt", job => job.StartedAt)
        .Time("completedAt", job => job.CompletedAt)
        .Time("endedAt", job => job.CompletedAt);

    public static RestAnswer List(RestCall call)
    {
        call.RequireAdmin();
        var page = Fields.Select(call, call.World.Scheduler.Jobs.All
            .Where(job => job.SiteLuid == call.Site.Luid && !job.Vanished).Select(job => job.SeenAt(call.Now)));
        return RestAnswer.Ok(page.Pagination, Xml.Element("backgroundJobs", page.Items.Select(DescribeInList)));
    }

    public static RestAnswer Get(RestCall call)
    {
        var job = Find(call);
        if (!call.User.IsAdmin && job.StartedBy != call.User.Luid)
        {
            throw Refuse.NotAllowed();
        }

        return job.Outcome == JobOutcome.Unreadable ? throw Refuse.UnreadableJob(job.Luid) : RestAnswer.Ok(Describe(job.SeenAt(call.Now)));
    }

    public static RestAnswer Cancel(RestCall call)
    {
        call.RequireAdmin();
        var job = Find(call);
        if (job.CompletedAt is not null)
        {
            throw Refuse.JobAlreadyEnded(job.Luid);
        }

        call.World.Scheduler.Cancel(job);
        return RestAnswer.Ok();
    }

    public static XElement Content(Job job) => Xml.Element(
        job.Kind == ContentKind.Workbook ? "workbook" : "datasource",
        Xml.Attribute("id", job.ItemLuid),
        Xml.Attribute("name", job.ItemName));

    private static Job Find(RestCall call) =>
        call.World.Scheduler.Jobs.Find(call.Id(1)) is { Vanished: false } job && job.SiteLuid == call.Site.Luid
            ? job
            : throw Refuse.UnknownJob(call.Id(1));

    private static XElement Describe(Job job) => Xml.Element(
        "job",
        Xml.Attribute("id", job.Luid),
        Xml.Attribute("mode", "Asynchronous"),
        Xml.Attribute("type", "RefreshExtract"),
        Xml.Attribute("progress", Progress(job)),
        Xml.Attribute("createdAt", job.CreatedAt),
        Xml.Attribute("startedAt", job.StartedAt),
        Xml.Attribute("updatedAt", job.CompletedAt ?? job.StartedAt ?? job.CreatedAt),
        Xml.Attribute("completedAt", job.CompletedAt),
        Xml.Attribute("finishCode", job.FinishCode),
        Xml.Element("extractRefreshJob", job.Notes is null ? null : Xml.Element("notes", job.Notes), Content(job)),
        StatusNotes(job));

    private static XElement? StatusNotes(Job job) => job.StatusNote is null ? null : Xml.Element("statusNotes", Xml.Element(
        "statusNote",
        Xml.Attribute("type", "Error"),
        Xml.Attribute("value", "0"),
        Xml.Attribute("text", job.StatusNote)));

    /// <summary>No id of the content here, no finish code and no notes; and the end has another name.</summary>
    private static XElement DescribeInList(Job job) => Xml.Element(
        "backgroundJob",
        Xml.Attribute("id", job.Luid),
        Xml.Attribute("status", job.State),
        Xml.Attribute("createdAt", job.CreatedAt),
        Xml.Attribute("startedAt", job.StartedAt),
        Xml.Attribute("endedAt", job.State == JobState.SentToBridge ? null : job.CompletedAt),
        Xml.Attribute("priority", job.Priority),
        Xml.Attribute("jobType", JobType(job)),
        Xml.Attribute("title", job.ItemName),
        Xml.Attribute("subtitle", Subtitle(job)));

    private static string JobType(Job job) =>
        (job.Incremental ? "increment_extracts" : "refresh_extracts") + (job.ViaBridge ? "_via_bridge" : "");

    private static string Subtitle(Job job) => job.Kind == ContentKind.Workbook ? "Workbook" : "Data Source";

    private static long Progress(Job job) => job.CompletedAt is null ? 0 : 100;
}
