namespace GrpcRefresh.Server.Doctor;

/// <summary>How far this machine's clock is from Snowflake's.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Suspicious = TimeSpan.FromMinutes(1);

    public static void Run(TimeSpan? offset, Examination examination)
    {
        const string Asked = "the Date of Snowflake's answers";
        if (offset is not { } known)
        {
            examination.Add("clock", FindingState.Skipped, Asked, "no answer", "It needs one.");
            return;
        }

        var state = known.Duration() < Suspicious ? FindingState.Good : FindingState.Note;
        examination.Add("clock", state, Asked, $"Snowflake is {known.TotalSeconds:+0;-0;0} s from this machine",
            state == FindingState.Good ? "Near enough; the date is told in whole seconds." : "The service signs by Snowflake's clock, so it works. Set this machine's clock: its logs and jobs have wrong times.");
    }
}
