using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>A row of the mapping table as it was read; empty is what is NULL or has no column.</summary>
/// <param name="Id">The luid as it is written there, which tells the row in statements.</param>
/// <param name="Path">All projects in one text: <see cref="ProjectPathText"/>.</param>
internal sealed record MappingRow(
    string TypeWord, string Name, string Project, string Site, string Id, string Server, string Path, string Owner, string Url, bool HasVanished)
{
    /// <summary>Null for a word that is none of the recipe's two.</summary>
    public ResourceType? Type { get; } = MappingWords.TypeOf(TypeWord);

    /// <summary>In one form, because people write it in others; null for what is no luid.</summary>
    public string? Luid { get; } = Guid.TryParse(Id, out var parsed) ? parsed.ToString("D") : null;

    /// <summary>People wrote it, as the recipe has them do: it says what they want, and a sync only marks it.</summary>
    public bool IsHandWritten => Server.Length == 0;

    /// <summary>Whether it may be about content of the server. Of a row that tells none nobody knows more.</summary>
    public bool MayBeOf(string server) => IsHandWritten || Server.Equals(server, StringComparison.OrdinalIgnoreCase);

    public bool IsOf(string contentUrl) => Site.Equals(contentUrl, StringComparison.OrdinalIgnoreCase);
}
