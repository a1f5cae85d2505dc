using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>LOGIN_HISTORY, QUERY_HISTORY and CREDENTIALS of SNOWFLAKE.ACCOUNT_USAGE, as far as this service reads them, filled when they are read.</summary>
internal static class UsageViews
{
    private const string Logins = "SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY";
    private const string Queries = "SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY";
    private const string Credentials = "SNOWFLAKE.ACCOUNT_USAGE.CREDENTIALS";

    public static void Fill(SnowflakeWorld world, string key)
    {
        var (until, named) = (world.Now - world.Settings.UsageLatency, world.Now - world.Settings.CredentialsLatency);
        switch (key)
        {
            case Logins:
                Put(world, key,
                    ["EVENT_ID NUMBER", "EVENT_TIMESTAMP TIMESTAMP_LTZ", "EVENT_TYPE TEXT", "USER_NAME TEXT", "CLIENT_IP TEXT", "REPORTED_CLIENT_TYPE TEXT", "FIRST_AUTHENTICATION_FACTOR TEXT", "FIRST_AUTHENTICATION_FACTOR_ID TEXT", "IS_SUCCESS TEXT", "ERROR_CODE TEXT", "ERROR_MESSAGE TEXT"],
                    world.Logins.History.Where(login => login.At <= until).Select(login => new object?[]
                    {
                        login.Id, SqlTimes.Write(login.At), "LOGIN", login.User, login.Address, login.Client, login.Factor, login.CredentialId, login.Succeeded ? "YES" : "NO", login.Code, login.Message,
                    }));
                break;
            case Queries:
                Put(world, key,
                    ["QUERY_ID TEXT", "QUERY_TEXT TEXT", "USER_NAME TEXT", "ROLE_NAME TEXT", "WAREHOUSE_NAME TEXT", "QUERY_TAG TEXT", "START_TIME TIMESTAMP_LTZ", "END_TIME TIMESTAMP_LTZ", "EXECUTION_STATUS TEXT", "ERROR_CODE TEXT"],
                    world.Queries.Where(query => query.End <= until).Select(query => new object?[]
                    {
                        query.Id, query.Text, query.User, query.Role, query.Warehouse, query.Tag, SqlTimes.Write(query.Start), SqlTimes.Write(query.End), query.Status, query.Code,
                    }));
                break;
            case Credentials:
                Put(world, key,
                    ["CREDENTIAL_ID TEXT", "TYPE TEXT", "NAME TEXT", "USER_NAME TEXT", "CREATED_ON TIMESTAMP_LTZ", "EXPIRATION_DATE TIMESTAMP_LTZ"],
                    world.Users.SelectMany(user => user.Tokens.Where(token => token.CreatedAt <= named).Select(token => new object?[]
                    {
                        token.Id, "PAT", token.RotatedAt > named ? token.RotatedTo : token.Name, user.Name, SqlTimes.Write(token.CreatedAt), SqlTimes.Write(token.ExpiresAt),
                    })));
                break;
        }
    }

    private static void Put(SnowflakeWorld world, string key, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        if (!world.Tables.HasTable(key))
        {
            world.Tables.AddTable(key, [.. columns.Select(column => column.Split(' ')).Select(pair => new TableColumn(pair[0], pair[1], true, null))]);
        }

        world.Tables.Execute($"delete from {TableStore.Quote(key)}");
        foreach (var row in rows)
        {
            world.Tables.Execute($"insert into {TableStore.Quote(key)} values ({string.Join(", ", row.Select((_, i) => $"@b{i + 1}"))})", row);
        }
    }
}
