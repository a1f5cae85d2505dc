using System.Text.Json.Serialization;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One connection's change within a rotation, at one moment.</summary>
internal sealed record RotationStepRecord
{
    public required int Number { get; init; }

    public required ConnectionRecord Connection { get; init; }

    public required RotationStepState State { get; init; }

    /// <summary>The plan meant to change it; the others were only listed.</summary>
    public bool Meant { get; init; }

    public ProofLevel Proof { get; init; }

    public ProofLevel Provable { get; init; }

    public bool Canary { get; init; }

    /// <summary>Which of the rotation's credentials it is given: the user name it serves, in lower case; empty for all.</summary>
    public required string CredentialKey { get; init; }

    public required string NewUserName { get; init; }

    public bool ChangesEmbedPassword { get; init; }

    public bool CanRollBack { get; init; }

    public string Detail { get; init; } = "";

    /// <summary>A change may have reached Tableau: whoever rolls back has to put the previous secret back here.</summary>
    public bool Touched { get; init; }

    public string? RefreshJobId { get; init; }

    public Failure? Error { get; init; }

    public DateTimeOffset? UpdateTime { get; init; }

    [JsonIgnore]
    public bool ChangesUserName => Connection.UserName.Length > 0 && !string.Equals(NewUserName, Connection.UserName, StringComparison.OrdinalIgnoreCase);
}
