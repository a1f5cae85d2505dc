using System.Data.Common;
using System.Globalization;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>The settings in the words of Snowflake's driver. The text holds secrets, so it goes nowhere but into a connection.</summary>
internal sealed class DriverConnection(SnowflakeOptions options, Secret? token = null)
{
    /// <summary>The same for whoever holds this token, as that token's user and role.</summary>
    public DriverConnection With(Secret other) => new(options, other);

    public TimeSpan TimeoutOf(SqlStatement statement) => statement.Timeout ?? options.StatementTimeout;

    /// <exception cref="SecretUnavailableException">A file cannot be used.</exception>
    public Secret TextFor(SqlStatement statement)
    {
        var text = new DbConnectionStringBuilder { ["account"] = options.Account, ["host"] = options.Address.Host };
        Add(text, "query_tag", options.QueryTag);
        if (options.Url is { IsDefaultPort: false } url)
        {
            text["port"] = url.Port.ToString(CultureInfo.InvariantCulture);
        }

        AddProxy(text);
        if ((token ?? CredentialFiles.TokenOf(options)) is { } pat)
        {
            (text["authenticator"], text["token"]) = ("programmatic_access_token", pat.Reveal());
        }
        else
        {
            AddKey(text);
        }

        if (token is null)
        {
            Add(text, "db", options.Database);
            Add(text, "schema", options.Schema);
            Add(text, "user", options.User);
            Add(text, "role", statement.Role ?? options.Role);
            Add(text, "warehouse", statement.Warehouse ?? options.Warehouse);
        }

        return new Secret(text.ConnectionString);
    }

    // Read by us, so that the same files are refused by either way, and taken anew when they are replaced.
    private void AddKey(DbConnectionStringBuilder text)
    {
        var (key, passphrase) = CredentialFiles.KeyTextOf(options);
        (text["authenticator"], text["private_key"]) = ("snowflake_jwt", key.Reveal());
        Add(text, "private_key_pwd", passphrase?.Reveal());
    }

    private void AddProxy(DbConnectionStringBuilder text)
    {
        if (options.Proxy is not { } proxy)
        {
            return;
        }

        (text["useproxy"], text["proxyhost"], text["proxyport"]) = ("true", proxy.Host, proxy.Port.ToString(CultureInfo.InvariantCulture));
        if (proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            (text["proxyuser"], text["proxypassword"]) = (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }
    }

    private static void Add(DbConnectionStringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text[key] = value;
        }
    }
}
