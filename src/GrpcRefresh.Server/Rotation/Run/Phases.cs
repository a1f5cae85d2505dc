using System.Globalization;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What a rotation is doing, as its summary says it.</summary>
internal static class Phases
{
    public const string Canaries = "changing and proving the canaries";
    public const string Connections = "changing the other connections";
    public const string Making = "making the new Snowflake token";
    public const string Judging = "looking in Snowflake's login history for who uses which token";
    public const string Retiring = "removing the old Snowflake token";
    public const string Withdrawing = "removing the new Snowflake token, which no connection holds";
    public const string Ending = "looking for suspended schedules";
    public const string RollingBack = "putting the previous secret back";

    public static string WaitingUntil(DateTimeOffset due) =>
        string.Create(CultureInfo.InvariantCulture, $"waiting until {due:u} that nobody uses the old Snowflake token");
}
