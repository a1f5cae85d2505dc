using GrpcRefresh.Server.Listening;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Rpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Listening;

public sealed class CertificateSourceTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly TlsFolder _tls = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly ListLogger<CertificateSource> _log = new();
    private readonly ListLogger<CertificateWatch> _notices = new();
    private readonly CertificateSource _source;

    public CertificateSourceTests() => _source = new CertificateSource(Options.Create(_tls.Options), _clock, _log);

    [Fact]
    public void A_replaced_certificate_serves_a_second_later()
    {
        _tls.Put(_tls.Authority.Issue("old"));
        Assert.Equal("CN=old", _source.Current.Subject);
        _tls.Put(_tls.Authority.Issue("new"));

        Assert.Equal("CN=old", _source.Current.Subject);
        _clock.Advance(Moment);

        Assert.Equal("CN=new", _source.Current.Subject);
        Assert.Equal(LogLevel.Information, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public void A_swapped_link_is_a_replaced_certificate()
    {
        var (link, options) = (_tls.File("data"), new TlsOptions { CertificateFile = _tls.File("data/tls.crt"), KeyFile = _tls.File("data/tls.key") });
        Directory.CreateDirectory(_tls.File("1"));
        Directory.CreateDirectory(_tls.File("2"));
        _tls.Authority.Write(_tls.Authority.Issue("old"), _tls.File("1/tls.crt"), _tls.File("1/tls.key"));
        _tls.Authority.Write(_tls.Authority.Issue("new"), _tls.File("2/tls.crt"), _tls.File("2/tls.key"));
        Directory.CreateSymbolicLink(link, "1");
        var source = new CertificateSource(Options.Create(options), _clock, _log);
        Assert.Equal("CN=old", source.Current.Subject);

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, "2");
        _clock.Advance(Moment);

        Assert.Equal("CN=new", source.Current.Subject);
    }

    [Fact]
    public void A_broken_replacement_leaves_the_old_one_and_is_an_error_once()
    {
        _tls.Put(_tls.Authority.Issue("old"));
        Assert.Equal("CN=old", _source.Current.Subject);
        File.WriteAllText(_tls.File("tls.crt"), "nothing of the kind");

        for (var look = 0; look < 5; look++)
        {
            _clock.Advance(Moment);
            Assert.Equal("CN=old", _source.Current.Subject);
        }

        var (level, message, _) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("GrpcRefresh:Tls:CertificateFile", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_certificate_goes_on_and_is_an_error_once()
    {
        _tls.Put(_tls.Authority.Issue("old"));
        Assert.Equal("CN=old", _source.Current.Subject);
        File.Delete(_tls.File("tls.key"));

        for (var look = 0; look < 5; look++)
        {
            _clock.Advance(Moment);
            Assert.Equal("CN=old", _source.Current.Subject);
        }

        Assert.Contains("GrpcRefresh:Tls:KeyFile does not exist", Assert.Single(_log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_that_is_half_replaced_at_one_look_and_whole_at_the_next_is_no_error()
    {
        _tls.Put(_tls.Authority.Issue("old"));
        Assert.Equal("CN=old", _source.Current.Subject);
        var next = _tls.Authority.Issue("new");
        File.WriteAllText(_tls.File("tls.crt"), next.ExportCertificatePem());
        _clock.Advance(Moment);
        Assert.Equal("CN=old", _source.Current.Subject);

        _tls.Put(next);
        _clock.Advance(Moment);

        Assert.Equal("CN=new", _source.Current.Subject);
        Assert.DoesNotContain(_log.Lines, line => line.Level == LogLevel.Error);
    }

    [Theory]
    [InlineData(60, 30, null)]
    [InlineData(60, 13, LogLevel.Warning)]
    [InlineData(4, 2, null)]
    [InlineData(4, 1, LogLevel.Warning)]
    [InlineData(60, -1, LogLevel.Error)]
    public void The_end_is_told_in_time_and_once_a_day(int age, int left, LogLevel? level)
    {
        _tls.Put(_tls.Authority.Issue(age: TimeSpan.FromDays(age), left: TimeSpan.FromDays(left)));
        using var watch = new CertificateWatch(_source, Options.Create(_tls.Options), _clock, _notices);

        watch.Look();
        _clock.Advance(TimeSpan.FromHours(1));
        watch.Look();

        Assert.Equal(level is { } told ? [told] : [], _notices.Lines.Select(line => line.Level));
    }

    public void Dispose() => _tls.Dispose();
}
