using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Checks the whole section at start and reports everything that is wrong with it at once.</summary>
internal sealed class TableauOptionsValidator : IValidateOptions<TableauOptions>
{
    private const string Servers = $"{TableauOptions.Section}:{nameof(TableauOptions.Servers)}";

    public ValidateOptionsResult Validate(string? name, TableauOptions options)
    {
        var errors = All(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> All(TableauOptions options) =>
        options.Servers.Values.Any(server => server.Sites.Count > 0)
            ? [.. options.Servers.SelectMany(s => TableauServerRules.Check($"{Servers}:{s.Key}", s.Value)), .. SharedHosts(options)]
            : [$"{Servers}: no site is configured. Set {Servers}:{SiteKey.DefaultServer}:Url and at least one entry under " +
               $"{Servers}:{SiteKey.DefaultServer}:Sites."];

    /// <summary>A pasted address must lead to one server, and one PAT must not hide behind two names of a server.</summary>
    private static IEnumerable<string> SharedHosts(TableauOptions options) =>
        from server in options.Servers
        from host in server.Value.Hosts().Distinct(StringComparer.OrdinalIgnoreCase)
        group server.Key by host.ToLowerInvariant() into owners
        where owners.Count() > 1
        select $"{Servers}: the host {owners.Key} belongs to more than one server ({string.Join(", ", owners)}). " +
            "Put all sites of one Tableau under one server.";
}
