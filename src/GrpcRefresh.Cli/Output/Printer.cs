using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Cli.Output;

/// <summary>Results go to standard output, everything else to standard error. May be used by several jobs at once.</summary>
internal sealed class Printer(TextWriter results, TextWriter notes, OutputFormat format)
{
    private static readonly JsonFormatter Formatter = new(
        JsonFormatter.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    private readonly Lock _gate = new();

    public OutputFormat Format => format;

    public bool IsJson => format == OutputFormat.Json;

    public void Result(IMessage message, string text) => Result(IsJson ? Formatter.Format(message) : text);

    /// <summary>A result that only text has.</summary>
    public void Result(string text)
    {
        lock (_gate)
        {
            results.WriteLine(text);
            results.Flush();
        }
    }

    public void Note(string text)
    {
        lock (_gate)
        {
            notes.WriteLine(text);
        }
    }

    /// <summary>What a list or a plan may lack.</summary>
    public void Gaps(IEnumerable<InventoryGap> gaps)
    {
        foreach (var gap in gaps)
        {
            Note(TextTable.Plain($"Not looked at: {ConnectionText.Site(gap.Server, gap.Site)}{(gap.ItemLuid.Length > 0 ? $" {gap.ItemLuid}" : "")}: {gap.Detail}"));
        }
    }

    /// <summary>An error with all that helps to mend it.</summary>
    public void Refusal(GrpcRefreshException refused, string about = "")
    {
        lock (_gate)
        {
            notes.WriteLine(about.Length > 0 ? $"{about}: {refused.Message}" : refused.Message);
            foreach (var violation in refused.FieldViolations)
            {
                notes.WriteLine($"  {violation.Field} {violation.Description}");
            }

            foreach (var candidate in refused.Candidates)
            {
                var owner = candidate.Owner.Length > 0 ? $", owner {candidate.Owner}" : "";
                notes.WriteLine($"  candidate: {candidate.Description} ({candidate.Type}{owner})  --luid {candidate.Luid}");
            }

            if (refused.Reason == ErrorReason.RotationOverlap && refused.Metadata.TryGetValue("job_id", out var other))
            {
                notes.WriteLine($"  follow the other one with: grpcrefresh job watch {other}");
            }

            if (refused.RetryDelay is { } delay)
            {
                notes.WriteLine($"  worth another try after {delay.TotalSeconds:0} s");
            }
        }
    }
}
