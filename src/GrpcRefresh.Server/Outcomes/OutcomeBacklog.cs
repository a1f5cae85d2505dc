namespace GrpcRefresh.Server.Outcomes;

/// <summary>What is not in the log yet.</summary>
/// <param name="Oldest">When it was learnt that the first of them had ended; null when none waits.</param>
/// <param name="Aside">How many more there are that Snowflake refuses, each by itself.</param>
internal sealed record OutcomeBacklog(int Waiting, DateTimeOffset? Oldest, int Aside = 0);
