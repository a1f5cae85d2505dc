using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Reads who signed in, and by which tokens. Every reading needs a warehouse.</summary>
/// <remarks>The service's own logins are read along: they tell how it is called there, and, being made all the time, how far the history reaches.</remarks>
internal sealed class LoginHistory(SnowflakeAccount account, RotationTokenOptions options)
{
    private readonly SqlName _logins = Name(options.LoginHistory);
    private readonly SqlName _credentials = Name(options.Credentials);

    /// <param name="eachMoment">Logins of different moments are told apart, although nothing else differs.</param>
    public async Task<LoginReading> ReadAsync(string user, DateTimeOffset since, DateTimeOffset until, bool eachMoment, CancellationToken ct)
    {
        var rows = (await account.QueryAsync(Logins(user, since, until, eachMoment), ct)).Rows;
        return new LoginReading(
            [.. rows.Where(IsTheirs).Select(Read)],
            rows.Where(row => !IsTheirs(row)).Select(row => Read(row).Origin).ToHashSet(),
            rows.Select(row => row.Timestamp("LAST_LOGIN")).Max());
    }

    public async Task<IReadOnlyList<CredentialRecord>> CredentialsAsync(string user, CancellationToken ct) =>
        [.. (await account.QueryAsync(new SqlStatement($"SELECT CREDENTIAL_ID, NAME, CREATED_ON FROM {_credentials} WHERE TYPE = 'PAT' AND USER_NAME = ?")
        {
            Bindings = [SqlBinding.Text(user)],
        }, ct)).Rows.Select(row => new CredentialRecord(row.Text("CREDENTIAL_ID"), row.Text("NAME"), row.Timestamp("CREATED_ON")))];

    private SqlStatement Logins(string user, DateTimeOffset since, DateTimeOffset until, bool eachMoment)
    {
        // Within a day on either side of their span there are logins of the service itself, whatever it did meanwhile.
        const string Theirs = "(USER_NAME = ? AND EVENT_TIMESTAMP >= ? AND EVENT_TIMESTAMP < ?)";
        var moment = eachMoment ? $", CASE WHEN {Theirs} THEN EVENT_TIMESTAMP END" : "";
        return new SqlStatement($"""
            SELECT CASE WHEN {Theirs} THEN 'THEIRS' ELSE 'OWN' END AS WHOSE, FIRST_AUTHENTICATION_FACTOR AS FACTOR, FIRST_AUTHENTICATION_FACTOR_ID AS CREDENTIAL,
                REPORTED_CLIENT_TYPE AS CLIENT, CLIENT_IP AS ADDRESS, COUNT(*) AS LOGINS, MAX(EVENT_TIMESTAMP) AS LAST_LOGIN
            FROM {_logins}
            WHERE IS_SUCCESS = 'YES' AND ({Theirs} OR (USER_NAME = CURRENT_USER() AND EVENT_TIMESTAMP >= ?))
            GROUP BY WHOSE, FACTOR, CREDENTIAL, CLIENT, ADDRESS{moment}
            """)
        {
            Bindings = [.. Span(), .. Span(), SqlBinding.Timestamp(since - TimeSpan.FromDays(1)), .. eachMoment ? Span() : []],
        };

        IEnumerable<SqlBinding> Span() => [SqlBinding.Text(user), SqlBinding.Timestamp(since), SqlBinding.Timestamp(until)];
    }

    private static bool IsTheirs(SqlRow row) => row.Text("WHOSE") == "THEIRS";

    private static LoginGroup Read(SqlRow row) => new(
        row.TextOrNull("FACTOR"), row.TextOrNull("CREDENTIAL"), row.TextOrNull("CLIENT") ?? "", row.TextOrNull("ADDRESS") ?? "",
        (int)Math.Min(row.Int64("LOGINS") ?? 0, int.MaxValue), row.Timestamp("LAST_LOGIN") ?? DateTimeOffset.MinValue);

    private static SqlName Name(string text) => SqlName.TryParse(text, out var name) ? name! : throw new FormatException($"'{text}' is no name of a view.");
}
