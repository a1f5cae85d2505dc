namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>What came of a request.</summary>
/// <param name="Kind">For the table of all answers.</param>
/// <param name="Problem">Why it should not have been answered so; null when it may.</param>
internal sealed record FuzzAnswer(string Kind, string? Problem = null);
