using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Listening;

/// <summary>The certificate of all https listeners, as its files have it now.</summary>
/// <remarks>
/// The content is compared, not the time: links that are swapped, as Kubernetes does it, keep the time of what they point to. What cannot
/// serve changes nothing; it is an error when it is still there at the next look, because two files are not replaced in one moment.
/// </remarks>
internal sealed partial class CertificateSource(IOptions<TlsOptions> options, TimeProvider time, ILogger<CertificateSource> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile ServingCertificate? _serving;
    private long _lookedAt;
    private string _digest = "";
    private string _suspect = "";

    /// <exception cref="CertificateUnusableException">There has not been a good one yet.</exception>
    public ServingCertificate Current
    {
        get
        {
            if (_serving is null)
            {
                lock (_gate)
                {
                    Look();
                }
            }
            else if (time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= Pause && _gate.TryEnter())
            {
                // Whoever comes meanwhile is served with what there is.
                try
                {
                    Look();
                }
                finally
                {
                    _gate.Exit();
                }
            }

            return _serving!;
        }
    }

    private void Look()
    {
        Volatile.Write(ref _lookedAt, time.GetTimestamp());
        try
        {
            Take(TlsFiles.Read(options.Value));
        }
        catch (CertificateUnusableException e) when (_serving is not null)
        {
            Suspect(e.Message, e);
        }
    }

    private void Take(TlsFiles files)
    {
        var digest = files.Digest;
        if (digest == _digest)
        {
            _suspect = "";
            return;
        }

        try
        {
            var next = files.Load();
            if (_serving is not null)
            {
                Log.Replaced(logger, next.Subject, next.Until);
            }

            (_serving, _digest, _suspect) = (next, digest, "");
        }
        catch (CertificateUnusableException e) when (_serving is not null)
        {
            Suspect(digest, e);
        }
    }

    private void Suspect(string what, CertificateUnusableException problem)
    {
        if (_suspect == what)
        {
            _suspect = $"told {what}";
            Log.Unusable(logger, problem.Message, _serving!.Until, problem);
        }
        else if (_suspect != $"told {what}")
        {
            _suspect = what;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "New connections get the certificate of {Subject} that is good until {Until}.")]
        public static partial void Replaced(ILogger logger, string subject, DateTimeOffset until);

        [LoggerMessage(2, LogLevel.Error, "The certificate was replaced by one that cannot serve; the one before goes on, good until {Until}. {Problem}")]
        public static partial void Unusable(ILogger logger, string problem, DateTimeOffset until, Exception exception);
    }
}
