namespace GrpcRefresh.Simulation.Rest;

/// <summary>One method of the API: <paramref name="Pattern"/> is the path after <c>/api/{version}</c>.</summary>
internal sealed record Route(string Method, string Pattern, string Since, Func<RestCall, RestAnswer> Handle)
{
    private readonly string[] _segments = Pattern.Split('/');

    /// <summary>The name under which requests are counted.</summary>
    public string Key { get; } = $"{Method} {Pattern}";

    public Version SinceVersion { get; } = Version.Parse(Since);

    /// <summary>Reachable without a session.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Stores credentials in connections.</summary>
    public bool UpdatesConnections { get; init; }

    /// <summary>What a connected app's token must allow; null when nothing is known to be needed.</summary>
    public string? Scope { get; init; }

    /// <summary>The first version in which a connected app may call it at all.</summary>
    public Version ScopeSince { get; init; } = new(0, 0);

    public bool HasSite { get; } = Pattern.StartsWith("/sites/{id}", StringComparison.Ordinal);

    /// <summary>The ids in the path, or null if the path is another's. Literals match in any case.</summary>
    public string[]? Match(string[] path)
    {
        if (path.Length != _segments.Length)
        {
            return null;
        }

        var pairs = _segments.Zip(path);
        return pairs.All(pair => pair.First == "{id}" ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase))
            ? [.. pairs.Where(pair => pair.First == "{id}").Select(pair => pair.Second)]
            : null;
    }
}
