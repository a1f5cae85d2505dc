using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Which run serves which request: a FULL one an INCREMENTAL request, never the reverse.</summary>
internal static class RunModes
{
    public static bool Serves(RefreshMode run, RefreshMode wanted) => run == RefreshMode.Full || wanted == RefreshMode.Incremental;

    /// <summary>The mode behind Tableau's job type: refresh_extracts or increment_extracts, possibly with a suffix.</summary>
    public static RefreshMode Of(string jobType) =>
        jobType.StartsWith("increment", StringComparison.Ordinal) ? RefreshMode.Incremental : RefreshMode.Full;
}
