using System.Text.Json;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Sends one request once and understands the answer. It knows neither sessions nor repetition.</summary>
internal sealed partial class TableauWire(string server, HttpClient http, TimeSpan timeout, TableauMeasures measures, TimeProvider time, ILogger<TableauWire> logger)
{
    public ServerClock Clock { get; } = new(time);

    public Task<XElement?> SendAsync(TableauRequest request, string address, Secret? token, CancellationToken ct) =>
        SendAsync(request, address, token, AnswerReader.ReadXml, ct);

    public Task<JsonElement> SendJsonAsync(TableauRequest request, string address, Secret? token, CancellationToken ct) =>
        SendAsync(request, address, token, AnswerReader.ReadJson, ct);

    private async Task<T> SendAsync<T>(
        TableauRequest request, string address, Secret? token, Func<TableauRequest, TableauAnswer, DateTimeOffset, T> read, CancellationToken ct)
    {
        using var exchange = new Exchange(server, request, measures, time);
        try
        {
            var answer = await ExchangeAsync(request, address, token, ct);
            exchange.Answered(answer);
            var good = read(request, answer, time.GetUtcNow());
            Clock.Learn(answer);
            exchange.Succeeded();
            return good;
        }
        catch (TableauException e)
        {
            exchange.Failed(e);
            using var scope = LogScopes.OfTableau(logger, e.RequestId);
            Log.Failed(logger, request.Method, request.Path, e.Kind, e.HttpStatus, e.Code, e.Detail ?? e.Message, e.RequestId);
            throw;
        }
    }

    private async Task<TableauAnswer> ExchangeAsync(TableauRequest request, string address, Secret? token, CancellationToken ct)
    {
        using var message = request.ToMessage(address);
        if (token is not null)
        {
            message.Headers.TryAddWithoutValidation("X-Tableau-Auth", token.Reveal());
        }

        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var response = await http.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new TableauAnswer((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw TransportProblem.Describe(request, e, patience.IsCancellationRequested, timeout);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Tableau: {Method} {Path} failed: {Kind}, HTTP {Status}, code {Code}, {Detail} (request id {RequestId})", EventName = "TableauCallFailed")]
        public static partial void Failed(
            ILogger logger, HttpMethod method, string path, TableauErrorKind kind, int? status, string? code, string detail, string? requestId);
    }
}
