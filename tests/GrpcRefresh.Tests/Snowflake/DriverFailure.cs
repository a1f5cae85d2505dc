using System.Data.Common;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>A failure as Snowflake's driver tells it: with the account's code and state.</summary>
internal sealed class DriverFailure(string message, int code, string? state) : DbException(message)
{
    public override int ErrorCode => code;

    public override string? SqlState => state;
}
