namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What a rotation is doing, as its summary says it.</summary>
internal static class Phases
{
    public const string Canaries = "changing and proving the canaries";
    public const string Connections = "changing the other connections";
    public const string Ending = "looking for suspended schedules";
    public const string RollingBack = "putting the previous secret back";
}
