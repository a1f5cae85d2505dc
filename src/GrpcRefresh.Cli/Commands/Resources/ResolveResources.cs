using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Commands.Resources;

/// <summary><c>grpcrefresh resource resolve</c></summary>
internal sealed class ResolveResources : ServiceCommand
{
    private readonly ResourceFeature _resources = new();

    public ResolveResources()
        : base("resolve", "Tells which content an address or a name means, without touching it.")
    {
        _resources.AddTo(this);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var codes = new List<ExitCode>();
        foreach (var reference in _resources.Read(session.Parsed))
        {
            try
            {
                var resource = await session.Client.ResolveAsync(reference, cancellationToken);
                session.Printer.Result(resource, ResourceText.Line(resource));
            }
            catch (GrpcRefreshException e)
            {
                session.Printer.Refusal(e, ResourceText.Of(reference));
                codes.Add(ExitCodes.Of(e));
            }
        }

        return ExitCodes.Worst(codes);
    }
}
