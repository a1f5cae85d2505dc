using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token that a rotation is going to make.</summary>
/// <param name="Old">The name of the one that is to go; null when there is none, or nobody can tell which.</param>
/// <param name="WhyOldStays">Why the old one will not be removed, as far as the plan tells; null when it will be.</param>
internal sealed record PlannedToken(string CredentialKey, TokenOrder Order, TokenSurvey Survey, string? Old, string? WhyOldStays)
{
    /// <summary>The first name that is tried.</summary>
    public string NameIn(string jobId) => Order.Method == TokenMethod.Rotate ? Old! : jobId.Length == 0 ? "" : TokenSeries.OfJob(jobId)[1];

    public TokenCourse Begin(string jobId) =>
        new(CredentialKey, Order with { DaysToExpiry = Survey.Lifetime.Days }, NameIn(jobId), Old, Survey.Role, Survey.HistoryIsReadable, Guid.NewGuid())
        {
            Detail = WhyOldStays ?? "",
            OldCreatedAt = Old is null ? null : Survey.Old?.CreatedAt,
        };

    public RotationTokenRecord Shown(string jobId) => new(Order.User, NameIn(jobId), Old ?? "", RotationTokenState.Planned, WhyOldStays ?? "");
}
