using Google.Protobuf.WellKnownTypes;

namespace GrpcRefresh.Server.Rpc.Requests;

internal static class TimeFields
{
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(50);

    public static TimeSpan ReadHeartbeat(Duration? value, FieldErrors errors)
    {
        var heartbeat = Read(value, "heartbeat", DefaultHeartbeat, errors);
        if (heartbeat < ShortestHeartbeat || heartbeat > LongestHeartbeat)
        {
            errors.Add("heartbeat", "must be from 1 s to 60 s; leave it out for 15 s");
        }

        return heartbeat;
    }

    public static TimeSpan ReadTimeout(Duration? value, FieldErrors errors)
    {
        var timeout = Read(value, "timeout", DefaultTimeout, errors);
        // A single nanosecond is less than the clock counts in.
        if (timeout < TimeSpan.Zero || (timeout == TimeSpan.Zero && value?.Nanos < 0))
        {
            errors.Add("timeout", "is negative; give 0 s to be answered at once, or leave it out for 30 s");
        }

        return timeout > LongestTimeout ? LongestTimeout : timeout;
    }

    public static DateTimeOffset? ReadTime(Timestamp? value, string field, FieldErrors errors)
    {
        try
        {
            return value?.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            errors.Add(field, "is not a valid time: seconds lie in the years 1 to 9999, nanos in 0 to 999,999,999");
            return null;
        }
    }

    public static TimeSpan Read(Duration? value, string field, TimeSpan whenAbsent, FieldErrors errors)
    {
        try
        {
            return value?.ToTimeSpan() ?? whenAbsent;
        }
        catch (InvalidOperationException)
        {
            errors.Add(field, "is not a valid duration: seconds and nanos have one sign, and nanos stay below a second");
            return whenAbsent;
        }
    }
}
