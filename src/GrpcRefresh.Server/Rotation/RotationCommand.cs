using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation;

/// <summary>A well-formed request for a rotation.</summary>
/// <param name="Credentials">By the user name they serve, in lower case; one under the empty key serves every chosen connection.</param>
/// <param name="Body">The same for the same request: tells a repeated one from a reused id. It holds secrets.</param>
internal sealed record RotationCommand(
    ConnectionQuery Query,
    IReadOnlyDictionary<string, CredentialSource> Credentials,
    RotationTerms Terms,
    bool ValidateOnly,
    string? RequestId,
    byte[] Body,
    IReadOnlyDictionary<string, string> Labels,
    OnBehalf? OnBehalfOf,
    Caller Caller);
