using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.Server.Rpc.Requests;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>The parameters of a query, in their order.</summary>
internal static class QueryString
{
    public static IReadOnlyList<(string Name, string Value)> Read(string query, FieldErrors errors)
    {
        var parameters = new List<(string, string)>();
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            if (PercentEncoding.TryDecode(pair[0], plusIsSpace: true, out var name)
                && PercentEncoding.TryDecode(pair.Length > 1 ? pair[1] : "", plusIsSpace: true, out var value))
            {
                parameters.Add((name, value));
            }
            else
            {
                errors.Add("query", "has an escape that is not UTF-8 in percent encoding; write a percent sign as %25");
            }
        }

        return parameters;
    }
}
