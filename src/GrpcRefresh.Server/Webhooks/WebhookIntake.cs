using System.Security.Cryptography;
using GrpcRefresh.Server.Jobs.Engine;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Webhooks;

/// <summary>Reads deliveries and rings for the site they name. Nothing they say is believed: anybody could have sent them.</summary>
internal sealed partial class WebhookIntake(SiteWakes wakes, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookIntake> logger)
{
    private const int Remembered = 1_024;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();
    private DateTimeOffset _second;
    private int _inSecond;

    /// <summary>Whether one more may be looked at in this second.</summary>
    public bool HasRoom()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _second >= TimeSpan.FromSeconds(1) || now < _second)
            {
                (_second, _inSecond) = (now, 0);
            }

            return _inSecond++ < options.Value.MaxPerSecond;
        }
    }

    public void Take(byte[] body)
    {
        if (!IsNew(Convert.ToHexString(SHA256.HashData(body))))
        {
            return;
        }

        if (WebhookPayload.Read(body) is not { } payload)
        {
            Log.NotUnderstood(logger, body.Length);
        }
        else if (wakes.Ring(payload.SiteLuid.ToString(), payload.ResourceLuid.ToString()))
        {
            Log.Heard(logger, payload.SiteLuid, payload.ResourceLuid);
        }
        else
        {
            Log.NotOurs(logger, payload.SiteLuid);
        }
    }

    /// <summary>Tableau delivers one event several times, letter by letter the same.</summary>
    private bool IsNew(string hash)
    {
        lock (_gate)
        {
            if (!_seen.Add(hash))
            {
                return false;
            }

            _order.Enqueue(hash);
            if (_order.Count > Remembered)
            {
                _seen.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 600, EventName = "WebhookHeard", Level = LogLevel.Debug, Message = "A webhook tells of content {Content} on site {Site}")]
        public static partial void Heard(ILogger logger, Guid site, Guid content);

        [LoggerMessage(EventId = 601, EventName = "WebhookNotOurs", Level = LogLevel.Debug, Message = "A webhook tells of site {Site}, which is not known here")]
        public static partial void NotOurs(ILogger logger, Guid site);

        [LoggerMessage(EventId = 602, EventName = "WebhookNotUnderstood", Level = LogLevel.Debug, Message = "A delivery of {Bytes} bytes is no webhook of Tableau's")]
        public static partial void NotUnderstood(ILogger logger, int bytes);
    }
}
