using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Features;

/// <summary>What to refresh, and which refresh will do.</summary>
internal sealed class RefreshFeature
{
    private readonly ResourceFeature _resources = new();

    private readonly Option<RefreshMode> _mode = EnumOption.One<RefreshMode>("--mode", "How much to read. Default: full.");

    private readonly Option<Freshness> _freshness = EnumOption.One<Freshness>(
        "--freshness", "What will do: a refresh that starts after this call (default), any active one, or refuse if one is active.");

    private readonly Option<Dictionary<string, string>> _labels = LabelOption.Of("A word to find the job again. May be repeated.");

    private readonly Option<string?> _requestId = new("--request-id")
    {
        Description = "A UUID under which repeating the command is harmless; for one piece of content. Default: a new one.",
        HelpName = "uuid",
    };

    private readonly OnBehalfFeature _onBehalfOf = new();

    private readonly Option<bool> _validateOnly = new("--validate-only") { Description = "Check everything and tell what would happen, but start nothing." };

    public void AddTo(Command command)
    {
        _resources.AddTo(command);
        foreach (var option in new Option[] { _mode, _freshness, _labels, _requestId, _onBehalfOf.Option, _validateOnly })
        {
            command.Add(option);
        }
    }

    public bool OnlyValidates(CommandResult given) => given.GetValue(_validateOnly);

    public IReadOnlyList<RefreshResourceRequest> Read(ParseResult parsed)
    {
        var resources = _resources.Read(parsed);
        var requestId = parsed.GetValue(_requestId);
        return requestId is null || resources.Count == 1
            ? [.. resources.Select(resource => new RefreshResourceRequest
            {
                Resource = resource,
                Mode = parsed.GetValue(_mode),
                Freshness = parsed.GetValue(_freshness),
                Labels = { parsed.GetValue(_labels) },
                RequestId = requestId ?? "",
                OnBehalfOf = _onBehalfOf.Read(parsed),
                ValidateOnly = parsed.GetValue(_validateOnly),
            })]
            : throw new UsageException($"--request-id names one request, and there are {resources.Count}.");
    }
}
