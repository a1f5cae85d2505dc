using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Makes requests about statements: with the credential as it is now, repeated within their budget.</summary>
internal sealed class SnowflakeCaller(SnowflakeWire wire, ISnowflakeCredential credential, SnowflakePipelines pipelines, SnowflakeOptions options, Func<CancellationToken, Task>? demand)
{
    /// <summary>Hands a statement in. A try that has begun is not broken off when the caller gives up: only its answer tells what to cancel.</summary>
    public async Task<SnowflakeAnswer> SubmitAsync(SqlStatement statement, CancellationToken ct)
    {
        var (isRepetition, inDoubt) = (statement.Repeated, statement.Repeated);
        try
        {
            return statement.IsSentOnce ? await TryAsync() : await pipelines.RunAsync(_ => TryAsync(), ct);
        }
        catch (SnowflakeException e) when (inDoubt && !e.MayHaveTakenEffect && e.HttpStatus is not (408 or 422))
        {
            // That a later try was turned away says nothing about an earlier one whose answer was lost.
            throw e.InDoubt();
        }

        async Task<SnowflakeAnswer> TryAsync()
        {
            if (demand is not null)
            {
                await demand(ct);
            }

            try
            {
                return await SendAsync(statement, () =>
                {
                    var request = SnowflakeRequest.Submit(statement, options, isRepetition);
                    isRepetition = true;
                    return request;
                }, CancellationToken.None);
            }
            catch (SnowflakeException e) when (e.MayHaveTakenEffect)
            {
                inDoubt = true;
                throw;
            }
        }
    }

    public Task<SnowflakeAnswer> AskAsync(SqlStatement statement, SnowflakeRequest request, CancellationToken ct) =>
        pipelines.RunAsync(attempt => SendAsync(statement, () => request, attempt), ct);

    /// <summary>Once: the statement ends by its time-out in any case.</summary>
    public Task CancelAsync(SqlStatement statement, string handle, CancellationToken ct) =>
        SendAsync(statement, () => SnowflakeRequest.Cancel(handle), ct);

    private async Task<SnowflakeAnswer> SendAsync(SqlStatement statement, Func<SnowflakeRequest> request, CancellationToken ct)
    {
        var bearer = Read(statement, credential.Current);
        try
        {
            return await wire.SendAsync(statement, request(), bearer, ct);
        }
        catch (SnowflakeException e) when (e.HttpStatus == 401 && e.Code is not null && Read(statement, () => credential.Refused(bearer)))
        {
            return await wire.SendAsync(statement, request(), Read(statement, credential.Current), ct);
        }
    }

    private static T Read<T>(SqlStatement statement, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SecretUnavailableException e)
        {
            throw new SnowflakeException(SnowflakeErrorKind.AuthFailed, e.Message, e) { RequestId = statement.RequestId };
        }
    }
}
