using System.CommandLine;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Commands.Connections;

/// <summary><c>grpcrefresh connection steps</c></summary>
internal sealed class ListSteps : ServiceCommand
{
    private const int LargestPage = 1_000;

    private readonly Argument<string> _id = new("job-id") { Description = "The rotation." };
    private readonly Option<RotationStepState[]> _states = EnumOption.Many<RotationStepState>("--state", "state", "Only steps in this state. May be repeated.");

    public ListSteps()
        : base("steps", "Lists what a rotation did with each connection, and what is proved of it.", tabular: true)
    {
        Add(_id);
        Add(_states);
        AddShared();
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var steps = session.Client.ListRotationStepsAsync(
            session.Parsed.GetValue(_id)!, session.Parsed.GetValue(_states), LargestPage, cancellationToken);
        await new ListWriter<RotationStep>(session.Printer, StepText.Table, StepText.Csv).WriteAsync(steps, cancellationToken);
        return ExitCode.Succeeded;
    }
}
