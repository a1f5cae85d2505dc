using System.Text;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>Everything known about one job, a line for each fact.</summary>
internal static class JobDetails
{
    public static string Of(Job job)
    {
        var page = new StringBuilder();
        foreach (var (name, value) in Facts(job).Where(fact => fact.Value.Length > 0))
        {
            page.Append($"{name,-13} {value}\n");
        }

        return page.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Facts(Job job) =>
    [
        ("job", job.JobId),
        .. job.Rotation is { } rotation ? Facts(rotation) : job.Resource is { } resource ? Facts(job, resource) : [],
        ("state", Names<JobState>.Of(job.State)),
        ("progress", job.HasProgressPercent ? $"{job.ProgressPercent} %" : ""),
        ("error", job.Error?.Message ?? ""),
        .. job.TableauNotes.Select(note => ("note", note)),
        ("created", JobText.Time(job.CreateTime)),
        ("started", job.StartTime is null ? "" : JobText.Time(job.StartTime)),
        ("ended", job.EndTime is null ? "" : JobText.Time(job.EndTime)),
        ("Tableau's job", job.TableauJobId),
        ("attempt", job.Rotation is null ? $"{job.Attempt}" : ""),
        ("waiting", $"{job.JoinCount} request(s)"),
        ("asked by", job.RequestedBy),
        ("on behalf of", job.OnBehalfOf is { } asker ? Of(asker) : ""),
        ("labels", string.Join(", ", job.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))),
    ];

    private static IEnumerable<(string Name, string Value)> Facts(Job job, Resource resource) =>
    [
        ("content", $"{JobText.Name(job)} ({Names<ResourceType>.FlagOf(resource.Ref.Type)} {resource.Ref.Luid})"),
        ("site", resource.Ref.Site),
        ("mode", Names<RefreshMode>.FlagOf(job.Mode)),
    ];

    private static IEnumerable<(string Name, string Value)> Facts(RotationSummary rotation) =>
    [
        ("content", RotationText.Name(rotation)),
        ("connections", RotationText.Counts(rotation)),
        ("proved", RotationText.Proofs(rotation)),
        ("old secret", Names<OldSecret>.FlagOf(rotation.OldSecret)),
        ("verification", Names<Verification>.FlagOf(rotation.Verification)),
        ("on failure", Names<OnFailure>.FlagOf(rotation.OnFailure)),
        ("phase", rotation.Phase),
        .. rotation.Tokens.Select(token => ("token", RotationText.Token(token))),
        .. rotation.FailingTasks.Select(task => ("failing task", RotationText.Task(task))),
    ];

    private static string Of(OnBehalfOf asker) => string.Join(", ", new[]
    {
        asker.User,
        asker.Role.Length > 0 ? $"role {asker.Role}" : "",
        asker.Task.Length > 0 ? $"task {asker.Task}" : "",
        asker.QueryId.Length > 0 ? $"query {asker.QueryId}" : "",
    }.Where(part => part.Length > 0));
}
