using GrpcRefresh.Simulation.Jobs;

namespace GrpcRefresh.Simulation.Control;

/// <summary>How a job is to end, and how long it runs in all; a duration already over ends it at once.</summary>
internal sealed record JobPatch(JobOutcome? Outcome, TimeSpan? Duration);
