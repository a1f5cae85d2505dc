using System.CommandLine;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>Who really asks.</summary>
internal sealed class OnBehalfFeature
{
    public Option<string?> Option { get; } = new("--on-behalf-of")
    {
        Description = "The user who really asks, if it is not you. Shown with the job and written to the audit, never checked.",
        HelpName = "user",
    };

    public OnBehalfOf? Read(ParseResult parsed) => parsed.GetValue(Option) is { } user ? new OnBehalfOf { User = user } : null;
}
