namespace GrpcRefresh.Simulation.Rest;

/// <summary>The connections that a request is to update: one by its path, several by its body.</summary>
internal static class UpdatedConnections
{
    public static IReadOnlyCollection<string> In(RouteMatch match, byte[] body)
    {
        if (match.Route?.UpdatesConnections != true)
        {
            return [];
        }

        return match.Ids is [_, _, var one] ? [one] : Named(body);
    }

    /// <summary>A body that cannot be read names none; saying so is the handler's business.</summary>
    private static IReadOnlyCollection<string> Named(byte[] body)
    {
        try
        {
            return [.. RequestBody.ConnectionLuids(RequestBody.Parse(body))];
        }
        catch (RestRefusal)
        {
            return [];
        }
    }
}
