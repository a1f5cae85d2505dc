namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Growing pauses between tries.</summary>
internal static class BackOff
{
    public static TimeSpan Delay(int failures, TimeSpan first, TimeSpan longest)
    {
        var grown = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return grown < longest ? grown : longest;
    }
}
