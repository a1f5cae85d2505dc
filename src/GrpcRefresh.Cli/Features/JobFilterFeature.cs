using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Which jobs.</summary>
internal sealed class JobFilterFeature
{
    private readonly Option<JobState[]> _states = EnumOption.Many<JobState>("--state", "state", "Only jobs in this state. May be repeated.");

    private readonly Option<JobKind[]> _kinds = EnumOption.Many<JobKind>("--kind", "kind", "Only jobs of this kind. May be repeated.");

    private readonly Option<string[]> _sites = new("--site")
    {
        Description = "Only jobs of the site with this contentUrl; \"\" is the Default site. May be repeated.",
        HelpName = "contentUrl",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<Dictionary<string, string>> _labels = LabelOption.Of("Only jobs with this label. May be repeated: all must fit.");

    private readonly Option<TimeSpan?> _since = SpanOption.Of("--since", "Only jobs that were recorded in this last span of time.");

    public void AddTo(Command command)
    {
        foreach (var option in new System.CommandLine.Option[] { _states, _kinds, _sites, _labels, _since })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether anything was asked for.</summary>
    public bool IsGiven(ParseResult parsed) => Read(parsed).CalculateSize() > 0;

    public JobFilter Read(ParseResult parsed)
    {
        var filter = new JobFilter
        {
            States = { parsed.GetValue(_states) },
            Kinds = { parsed.GetValue(_kinds) },
            Sites = { parsed.GetValue(_sites) },
            Labels = { parsed.GetValue(_labels) },
        };
        if (parsed.GetValue(_since) is { } since)
        {
            filter.CreatedAfter = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() - since);
        }

        return filter;
    }
}
