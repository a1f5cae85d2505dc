using Google.Protobuf.Collections;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Reads the choice of connections that listing and rotation share. Which sites it means is the catalogue's business.</summary>
internal static class ConnectionSelectorFields
{
    private const int MostSites = 100;
    private const int MostAliases = 16;
    private const int MostChoices = 16;
    private const int MostProjects = 100;
    private const int MostIds = 1_000;
    private const int LongestName = 256;
    private const int LongestHost = 512;
    private const int LongestId = 128;

    /// <summary>Absent and empty choose everything.</summary>
    public static ConnectionQuery Read(ConnectionSelector? value, string field, FieldErrors errors) => value is null
        ? ConnectionQuery.Everything
        : new ConnectionQuery(
            ResourceFields.ReadServer(value.Server, $"{field}.server", "", errors),
            ReadMany(value.Sites, $"{field}.sites", MostSites, errors, (site, name) => ResourceFields.ReadSite(site, name, errors)),
            ReadAccounts(value, field, errors),
            TextFields.Read(value.UserName, $"{field}.user_name", LongestName, errors),
            ReadMany(value.AuthenticationKinds, $"{field}.authentication_kinds", MostChoices, errors, (kind, name) => EnumFields.ReadRequired(kind, name, errors)),
            ReadMany(value.ItemTypes, $"{field}.item_types", MostChoices, errors, (type, name) => EnumFields.ReadRequired(type, name, errors)),
            ReadMany(value.Projects, $"{field}.projects", MostProjects, errors, (path, name) => ProjectPathFields.Read(path, name, errors)),
            ReadMany(value.ConnectionIds, $"{field}.connection_ids", MostIds, errors, (id, name) => TextFields.ReadRequired(id, name, LongestId, errors)));

    private static List<AccountHost> ReadAccounts(ConnectionSelector value, string field, FieldErrors errors)
    {
        if (value.AccountHost.Length == 0 && value.AccountAliases.Count > 0)
        {
            errors.Add($"{field}.account_aliases", "need account_host, whose other names they are");
        }

        var aliases = ReadMany(value.AccountAliases, $"{field}.account_aliases", MostAliases, errors, (host, name) => ReadHost(host, name, errors));
        var account = value.AccountHost.Length == 0 ? null : ReadHost(value.AccountHost, $"{field}.account_host", errors);
        return [.. aliases.Append(account).OfType<AccountHost>().Distinct()];
    }

    private static AccountHost? ReadHost(string value, string field, FieldErrors errors)
    {
        TextFields.Read(value, field, LongestHost, errors);
        if (AccountHost.TryParse(value, out var host, out var problem))
        {
            return host;
        }

        errors.Add(field, problem);
        return null;
    }

    private static List<TOut> ReadMany<TIn, TOut>(
        RepeatedField<TIn> values, string field, int most, FieldErrors errors, Func<TIn, string, TOut> read)
    {
        if (values.Count > most)
        {
            errors.Add(field, $"has {values.Count} values; at most {most:N0} are allowed");
            return [];
        }

        return [.. values.Select((value, i) => read(value, $"{field}[{i}]")).Distinct()];
    }
}
