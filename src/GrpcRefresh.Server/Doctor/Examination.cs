using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Doctor;

/// <summary>Asks an account, and turns each answer or refusal into a finding.</summary>
internal sealed class Examination(SnowflakeAccount account, CancellationToken ct)
{
    public List<Finding> Findings { get; } = [];

    public void Add(string check, FindingState state, string asked, string came, string means) => Findings.Add(new Finding(check, state, asked, came, means));

    public Task<SqlResult> QueryAsync(SqlStatement statement) => account.QueryAsync(statement, ct);

    /// <param name="read">What the answer means.</param>
    /// <param name="refused">How bad a refusal is, and what it means.</param>
    public async Task AskAsync(string check, string sql, Func<SqlResult, (FindingState State, string Came, string Means)> read, (FindingState State, string Means) refused)
    {
        try
        {
            var (state, came, means) = read(await QueryAsync(new SqlStatement(sql)));
            Add(check, state, sql, came, means);
        }
        catch (SnowflakeException e)
        {
            Add(check, refused.State, sql, Words(e), refused.Means);
        }
    }

    /// <summary>With the remedy, and where the failure is found in Snowflake's history.</summary>
    public static string Words(SnowflakeException e) => e.Message + (e.QueryId is { } id ? $" (query {id})" : "");
}
