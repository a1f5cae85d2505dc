using System.Net.Http.Headers;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Sends one request once and understands the answer. It knows neither repetition nor what a statement's life is.</summary>
internal sealed partial class SnowflakeWire(HttpClient http, TimeSpan timeout, SnowflakeClock clock, TimeProvider time, ILogger<SnowflakeWire> logger)
{
    /// <returns>A result, or the word that the statement goes on.</returns>
    /// <exception cref="SnowflakeException">Anything else.</exception>
    public async Task<SnowflakeAnswer> SendAsync(SqlStatement statement, SnowflakeRequest request, Bearer bearer, CancellationToken ct)
    {
        try
        {
            var answer = await ExchangeAsync(statement, request, bearer, ct);
            return answer.IsResult || answer.IsRunning || (!request.WantsResult && answer is { Status: 200, IsSnowflakes: true })
                ? answer
                : throw AnswerProblem.Describe(statement, request, answer, bearer, time.GetUtcNow());
        }
        catch (SnowflakeException e)
        {
            Log.Failed(logger, statement.Verb, e.Kind, e.HttpStatus, e.Code, e.SqlState, e.Detail ?? e.Message, e.QueryId, e.RequestId);
            throw;
        }
    }

    private async Task<SnowflakeAnswer> ExchangeAsync(SqlStatement statement, SnowflakeRequest request, Bearer bearer, CancellationToken ct)
    {
        using var message = request.ToMessage();
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Token.Reveal());
        message.Headers.TryAddWithoutValidation("X-Snowflake-Authorization-Token-Type", bearer.Kind);
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var response = await http.SendAsync(message, either.Token);
            var answer = SnowflakeAnswer.Read(response, await response.Content.ReadAsByteArrayAsync(either.Token));
            if (answer.IsSnowflakes)
            {
                clock.Learn(answer.Headers);
            }

            return answer;
        }
        // An answer whose compressed body breaks off is an InvalidDataException.
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw TransportProblem.Describe(statement, request, e, patience.IsCancellationRequested, timeout);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Snowflake: {Verb} failed: {Kind}, HTTP {Status}, code {Code} ({SqlState}), {Detail} (query {QueryId}, request id {RequestId})", EventName = "SnowflakeCallFailed")]
        public static partial void Failed(
            ILogger logger, string verb, SnowflakeErrorKind kind, int? status, string? code, string? sqlState, string detail, string? queryId, Guid requestId);
    }
}
