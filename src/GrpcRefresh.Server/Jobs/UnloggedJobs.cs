namespace GrpcRefresh.Server.Jobs;

/// <summary>How many jobs outlive their retention because their outcome is still to be written somewhere else.</summary>
/// <param name="MostKept">0 when outcomes are written nowhere.</param>
internal sealed record UnloggedJobs(int MostKept);
