using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Refresh;

/// <summary>A well-formed request for a refresh.</summary>
internal sealed record RefreshCommand(
    ResourceReference Resource,
    RefreshMode Mode,
    Freshness Freshness,
    bool ValidateOnly,
    string? RequestId,
    IReadOnlyDictionary<string, string> Labels,
    Caller Caller,
    OnBehalf? OnBehalfOf);
