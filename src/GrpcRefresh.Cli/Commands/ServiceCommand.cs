using System.CommandLine;
using Grpc.Core;
using GrpcRefresh.Cli.Features;
using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Commands;

/// <summary>A command that asks the service: how it connects, writes and ends is the same for all.</summary>
internal abstract class ServiceCommand : Command
{
    private readonly ConnectionFeature _connection = new();
    private readonly OutputFeature _output;

    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="tabular">Whether its results are rows, which can be written as CSV too.</param>
    protected ServiceCommand(string name, string description, bool tabular = false)
        : base(name, description)
    {
        _output = new OutputFeature(tabular);
        SetAction(InvokeAsync);
    }

    /// <summary>Does the work and answers the exit code.</summary>
    protected abstract Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Adds the options that all share; last, so that the help shows a command's own first.</summary>
    protected void AddShared()
    {
        _output.AddTo(this);
        _connection.AddTo(this);
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var printer = _output.Open(parsed);
        try
        {
            using var client = _connection.Connect(parsed);
            return (int)await RunAsync(new Session(parsed, client, printer), cancellationToken);
        }
        catch (UsageException e)
        {
            printer.Note(e.Message);
            return (int)ExitCode.Usage;
        }
        catch (GrpcRefreshException e)
        {
            printer.Refusal(e);
            if (e is { StatusCode: StatusCode.Unavailable, ReasonName: "" })
            {
                printer.Note($"Is the service up at {_connection.Address(parsed)}?");
            }

            return (int)ExitCodes.Of(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (int)ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The top of the program: a surprise becomes a sentence and exit code 1.
        catch (Exception e)
#pragma warning restore CA1031
        {
            printer.Note($"Unexpected: {e}");
            return (int)ExitCode.Unexpected;
        }
    }
}
