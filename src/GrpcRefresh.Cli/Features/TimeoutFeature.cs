using System.CommandLine;

namespace GrpcRefresh.Cli.Features;

/// <summary>How long to wait.</summary>
internal sealed class TimeoutFeature
{
    private readonly Option<TimeSpan?> _timeout = SpanOption.Of("--timeout", "Wait at most this long; the jobs go on. Default: as long as it takes.");

    public void AddTo(Command command) => command.Add(_timeout);

    public TimeSpan? Read(ParseResult parsed) => parsed.GetValue(_timeout);
}
