namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What the login history told.</summary>
/// <param name="Theirs">Of the user that was asked about, within the time that was asked about.</param>
/// <param name="Own">What the service itself is called there and from where it comes: how its own user signed in.</param>
/// <param name="ToldUntil">The latest login among all that was told. Rows of that time and before have arrived, as far as Snowflake loads them in order.</param>
internal sealed record LoginReading(IReadOnlyList<LoginGroup> Theirs, IReadOnlySet<LoginOrigin> Own, DateTimeOffset? ToldUntil);
