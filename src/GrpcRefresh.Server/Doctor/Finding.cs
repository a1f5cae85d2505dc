namespace GrpcRefresh.Server.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Asked">The statement, or what was read.</param>
/// <param name="Came">What came of it; never a secret.</param>
/// <param name="Means">What that means here, with the remedy when it is no good.</param>
internal sealed record Finding(string Check, FindingState State, string Asked, string Came, string Means);
