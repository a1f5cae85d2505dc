using System.Runtime.CompilerServices;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Reads workbooks, data sources and their like, projects and users.</summary>
internal sealed class ContentCalls(TableauCaller caller)
{
    public async Task<TableauItem> GetAsync(ResourceType type, string luid, CancellationToken ct)
    {
        var request = TableauRequest.Get($"{type.Plural()}/{Uri.EscapeDataString(luid)}");
        var root = await caller.SendAsync(request, ct);
        return root?.Child(type.Singular()) is { } element && ContentXml.ReadItem(element, type) is { } item
            ? item
            : throw AnswerProblem.Incomplete(request, $"the {type.Singular()}");
    }

    public async Task<IReadOnlyList<TableauItem>> FindByNameAsync(ResourceType type, string name, CancellationToken ct)
    {
        // The filter's grammar has no way to write these.
        if (name.AsSpan().ContainsAny(",&:"))
        {
            return await FilterAsync(ListAsync(type, ct), name, ct);
        }

        try
        {
            return await FilterAsync(ReadAsync(type, $"filter={Uri.EscapeDataString($"name:eq:{name}")}&sort=name:asc", ct), name, ct);
        }
        catch (TableauException e) when (e.Code == ErrorCodes.UnknownFilterKey)
        {
            return await FilterAsync(ListAsync(type, ct), name, ct);
        }
    }

    public IAsyncEnumerable<TableauItem> ListAsync(ResourceType type, CancellationToken ct) => ReadAsync(type, "sort=name:asc", ct);

    public IAsyncEnumerable<TableauItem> ListAsync(ConnectionItemType type, CancellationToken ct) =>
        ReadAsync(type.Plural(), type.Singular(), type.ToResourceType(), "sort=name:asc", ct);

    /// <summary>Published data sources with a connection of that type; all of them where Tableau is too old for the question.</summary>
    public async Task<IReadOnlyList<TableauItem>> ListDatasourcesAsync(string connectionType, CancellationToken ct)
    {
        try
        {
            var filter = Uri.EscapeDataString($"connectionType:eq:{connectionType}");
            return await ReadAsync(ResourceType.Datasource, $"filter={filter}&sort=name:asc", ct).ToListAsync(ct);
        }
        catch (TableauException e) when (e.Code == ErrorCodes.UnknownFilterKey)
        {
            return await ListAsync(ResourceType.Datasource, ct).ToListAsync(ct);
        }
    }

    public async Task<IReadOnlyList<TableauProject>> ListProjectsAsync(CancellationToken ct)
    {
        var projects = new List<TableauProject>();
        await foreach (var row in caller.ReadPagesAsync("projects?sort=name:asc", "project", ct))
        {
            if (ContentXml.ReadProject(row) is { } project)
            {
                projects.Add(project);
            }
        }

        return projects;
    }

    public async Task<string?> GetUserNameAsync(string userLuid, CancellationToken ct)
    {
        try
        {
            var root = await caller.SendAsync(TableauRequest.Get($"users/{Uri.EscapeDataString(userLuid)}"), ct);
            return root?.Child("user")?.Text("name");
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.Forbidden or TableauErrorKind.NotFound)
        {
            return null;
        }
    }

    private IAsyncEnumerable<TableauItem> ReadAsync(ResourceType type, string query, CancellationToken ct) =>
        ReadAsync(type.Plural(), type.Singular(), type, query, ct);

    private async IAsyncEnumerable<TableauItem> ReadAsync(
        string list, string row, ResourceType type, string query, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var element in caller.ReadPagesAsync($"{list}?{query}", row, ct))
        {
            if (ContentXml.ReadItem(element, type) is { } item)
            {
                yield return item;
            }
        }
    }

    // The server compares names more loosely than we promise to, and a filter it did not understand filters nothing.
    private static async Task<IReadOnlyList<TableauItem>> FilterAsync(IAsyncEnumerable<TableauItem> items, string name, CancellationToken ct)
    {
        var found = new List<TableauItem>();
        await foreach (var item in items.WithCancellation(ct))
        {
            if (item.Name == name)
            {
                found.Add(item);
            }
        }

        return found;
    }
}
