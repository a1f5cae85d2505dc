using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Connections that may hold a user's old token and are not changed: chosen by nobody, or of a kind that this service leaves alone.</summary>
/// <remarks>
/// By the user name alone, whatever their host: an account has many names, of which only people know that they are one. Better an old token that stays
/// than a connection with a token that Snowflake refuses; so one of which Tableau does not tell the user name, or what it connects to, may be the user's.
/// </remarks>
internal static class Holdouts
{
    private const int MostNames = 3;

    public static IReadOnlyList<ConnectionRecord> Of(string user, IEnumerable<ConnectionRecord> connections, IEnumerable<RotationStepRecord> changed)
    {
        var known = changed.Select(step => IdOf(step.Connection)).ToHashSet();
        return [.. connections.Where(connection => MayHold(connection, user) && !known.Contains(IdOf(connection)))];
    }

    public static string Name(IReadOnlyList<ConnectionRecord> connections)
    {
        var names = connections.Select(connection => connection.ItemName).Distinct().ToList();
        return string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'")) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
    }

    private static bool MayHold(ConnectionRecord connection, string user) =>
        (connection.IsSnowflake || connection.ConnectionType.Length == 0)
        && (connection.UserName.Length == 0 || string.Equals(connection.UserName, user, StringComparison.OrdinalIgnoreCase))
        && connection.EmbedPassword != false
        && connection.AuthenticationKind is not (AuthenticationKind.Oauth or AuthenticationKind.KeyPair);

    private static (SiteKey, string) IdOf(ConnectionRecord connection) => (connection.Site, connection.ConnectionId.ToLowerInvariant());
}
