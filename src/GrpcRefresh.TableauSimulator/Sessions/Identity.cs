using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>Who signed in, and by what.</summary>
/// <param name="Credential">Its name, never its secret.</param>
internal sealed record Identity(User User, string Credential)
{
    /// <summary>A personal access token has one session at a time; passwords and connected apps have as many as they like.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>What a connected app's token allows; null allows everything.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>Whether the scopes name this one, or all of its resource (<c>tableau:jobs:*</c>).</summary>
    public bool MayUse(string? scope) =>
        scope is null || Scopes is null || Scopes.Contains(scope) || Scopes.Contains($"{scope[..scope.LastIndexOf(':')]}:*");
}
