using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>A call that is answered from what Tableau says meanwhile.</summary>
internal sealed class CallStory(string words, Func<Stage, Task> call, string apiVersion = "3.27") : Story
{
    private const int RequestsOfACall = 4;

    public override string Words => words;

    public override string ApiVersion => apiVersion;

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        stage.Strike();
        var outcome = await TryAsync(stage);
        Assert.InRange(stage.Fault.Hits, 1, RequestsOfACall);
        stage.Lift();
        // A failure is not remembered, but for the pause that a refused credential costs.
        Assert.Equal(Outcome.Answers, await TryAsync(stage));
        return outcome;
    }

    private async Task<Outcome> TryAsync(Stage stage)
    {
        try
        {
            await call(stage);
            return Outcome.Answers;
        }
        catch (RpcException e)
        {
            if (e.Info().Reason == "TABLEAU_AUTH_FAILED" && e.Details().All<RetryInfo>() is [var pause])
            {
                await Task.Delay(pause.RetryDelay.ToTimeSpan(), stage.Clock);
            }

            return Outcome.Of(e);
        }
    }
}
