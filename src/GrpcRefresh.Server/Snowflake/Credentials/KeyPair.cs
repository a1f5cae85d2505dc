using System.Security.Cryptography;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>A key pair: the service signs a token for itself, uses it for most of an hour, and signs another.</summary>
/// <remarks>The files are read at each use, so that a rotated key counts from the next statement on.</remarks>
internal sealed class KeyPair(AccountIdentifier account, string user, SecretSource key, SecretSource? passphrase, SnowflakeClock clock) : ISnowflakeCredential
{
    /// <summary>Snowflake counts an hour at most.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(59);

    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(45);

    private readonly Lock _gate = new();
    private Signed? _current;

    public Bearer Current()
    {
        var (pem, words) = (key.Read(), passphrase?.Read());
        var now = clock.Now;
        lock (_gate)
        {
            if (_current is null || !_current.IsGood(pem, words, now))
            {
                _current = new Signed(Sign(pem, words, now), pem, words, now);
            }

            return _current.Bearer;
        }
    }

    /// <summary>Another one may do: this machine's clock was wrong, which the refusal's own time has told by now, or the key has been rotated.</summary>
    public bool Refused(Bearer bearer)
    {
        lock (_gate)
        {
            _current = _current?.Bearer == bearer ? null : _current;
            return true;
        }
    }

    private Bearer Sign(Secret pem, Secret? words, DateTimeOffset now)
    {
        using var rsa = PrivateKey.Read(pem, words);
        return new Bearer(KeyPairToken.Sign(rsa, account.TokenName, user, now, Life), "KEYPAIR_JWT");
    }

    private sealed record Signed(Bearer Bearer, Secret Pem, Secret? Words, DateTimeOffset At)
    {
        // A clock that was set back makes a token of the future, which nobody accepts.
        public bool IsGood(Secret pem, Secret? words, DateTimeOffset now) =>
            Pem.Equals(pem) && Equals(Words, words) && now - At < RenewAfter && At - now < TimeSpan.FromSeconds(5);
    }
}
