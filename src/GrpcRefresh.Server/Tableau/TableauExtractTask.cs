using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>A scheduled extract refresh.</summary>
/// <param name="ConsecutiveFailures">How often it failed in a row; 0 when Tableau does not tell.</param>
/// <param name="ScheduleState">In Tableau's words; empty when it tells none, as Tableau Cloud does.</param>
internal sealed record TableauExtractTask(string Id, ResourceType Type, string ItemLuid, int ConsecutiveFailures, string ScheduleState);
