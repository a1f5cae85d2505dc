using System.Data.Common;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>A failure as Snowflake's driver tells it: by the account's code, or one of its own.</summary>
internal sealed class DriverFailure(string message, int code) : DbException(message)
{
    public override int ErrorCode => code;
}
