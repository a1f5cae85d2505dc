namespace GrpcRefresh.Server.Audit;

/// <summary>A row as it is stored, in the order in which its fields are hashed.</summary>
internal sealed record AuditRow
{
    public required long Entry { get; init; }

    public required string Chain { get; init; }

    public required long Number { get; init; }

    public required long TimeMs { get; init; }

    public required string Actor { get; init; }

    public required string BehalfUser { get; init; }

    public required string BehalfRole { get; init; }

    public required string BehalfTask { get; init; }

    public required string BehalfQuery { get; init; }

    public required string Action { get; init; }

    public required string Server { get; init; }

    public required string Site { get; init; }

    public required string ItemType { get; init; }

    public required string ItemLuid { get; init; }

    /// <summary>Separated by spaces.</summary>
    public required string ConnectionIds { get; init; }

    public required string Outcome { get; init; }

    public required string Detail { get; init; }

    public required string PrevHash { get; init; }

    public string Hash { get; init; } = "";
}
