using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Callers;

/// <summary>Keys by the server binary, and calls with them.</summary>
internal static class CallerCalls
{
    /// <summary>Makes a key as an operator does, beside the running service, and answers it.</summary>
    public static async Task<string> NewKeyAsync(this TestService service, string name, params IEnumerable<string> options)
    {
        var run = await ServerVerb.RunAsync(service.Database, ["key", "create", "--name", name, .. options]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return Assert.Single(run.Lines);
    }

    /// <summary>Has some content refreshed.</summary>
    public static async Task<Job> RefreshedByAsync(this TestService service, string credential)
    {
        var request = new RefreshResourceRequest { Resource = CallExtensions.Datasource("Orders", "Sales"), RequestId = Guid.NewGuid().ToString() };
        return (await service.Refreshes.RefreshResourceAsync(request, With(credential))).Job;
    }

    public static CallOptions With(string? credential) => new(
        credential is null ? [] : new Metadata { { "authorization", $"Bearer {credential}" } }, DateTime.UtcNow + CallExtensions.Patience);

    /// <summary>Asks until the answer is of one kind: what an operator does takes effect within a moment.</summary>
    public static async Task UntilAsync(Func<Task<StatusCode>> ask, StatusCode wanted)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (await ask() != wanted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public static async Task<StatusCode> CodeAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
