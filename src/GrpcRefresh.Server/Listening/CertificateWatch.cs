using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>Looks at the certificate when nobody connects, and tells in time that it ends.</summary>
internal sealed partial class CertificateWatch(
    CertificateSource certificates, IOptions<TlsOptions> options, TimeProvider time, ILogger<CertificateWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromDays(1);

    private DateTimeOffset _nextNotice = DateTimeOffset.MinValue;

    /// <summary>One look.</summary>
    internal void Look()
    {
        var (serving, now) = (certificates.Current, time.GetUtcNow());
        if (now < serving.NoticeAt || now < _nextNotice)
        {
            return;
        }

        _nextNotice = now + BetweenNotices;
        if (now < serving.Until)
        {
            Log.EndsSoon(logger, serving.Subject, serving.Until);
        }
        else
        {
            Log.HasEnded(logger, serving.Subject, serving.Until);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
        {
            return;
        }

        try
        {
            while (true)
            {
                Look();
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The certificate of {Subject} ends at {Until}. Replace the files of GrpcRefresh:Tls; that takes no restart.")]
        public static partial void EndsSoon(ILogger logger, string subject, DateTimeOffset until);

        [LoggerMessage(2, LogLevel.Error, "The certificate of {Subject} ended at {Until}, and clients refuse it. Replace the files of GrpcRefresh:Tls; that takes no restart.")]
        public static partial void HasEnded(ILogger logger, string subject, DateTimeOffset until);
    }
}
