using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Security;

/// <summary>The refusals of what a caller may not do. They tell the caller about itself, and nothing about what is there.</summary>
internal static class Denial
{
    public static RefusedException OfRole(Caller caller, Role needs) => new(new Failure(
        ErrorReason.PermissionDenied, $"This needs the role {NameOf(needs)}; {caller.Name} has the role {NameOf(caller.Role)}.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = NameOf(caller.Role), ["needs"] = NameOf(needs) },
    });

    /// <param name="field">The field of the request that leads outside.</param>
    public static RefusedException OfPlace(Caller caller, string field) => new(new Failure(
        ErrorReason.PermissionDenied, $"{field} leads outside of the servers, sites and projects that {caller.Name} may act in.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = NameOf(caller.Role), ["outside"] = field },
    });

    /// <summary>A Snowflake user belongs to no server, site or project, so that no limit says whether the caller may have its tokens changed.</summary>
    /// <param name="field">The field of the request that names it.</param>
    public static RefusedException OfAccount(Caller caller, string field) => new(new Failure(
        ErrorReason.PermissionDenied,
        $"{field} reaches beyond the servers, sites and projects that {caller.Name} may act in: the tokens of a Snowflake user take a caller without such limits. Ask one, or give a secret.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = NameOf(caller.Role), ["outside"] = field },
    });

    public static RefusedException OfOthers(Caller caller, string jobId) => new(new Failure(
        ErrorReason.PermissionDenied, $"No request of {caller.Name} waits for job {jobId}. To cancel it for others takes the role {NameOf(Role.Admin)}, and for_all.")
    {
        Metadata = new Dictionary<string, string> { ["role"] = NameOf(caller.Role), ["needs"] = NameOf(Role.Admin) },
    });

    public static RefusedException OfStranger() => new(new Failure(
        ErrorReason.Unauthenticated, "A credential is needed: authorization: Bearer and an API key or a token of a configured issuer."));

    /// <summary>The credential that a call was let in with has ended meanwhile. Told to those who had a good one.</summary>
    public static RefusedException OfEndedCredential() => new(new Failure(
        ErrorReason.Unauthenticated, "The credential of this call was revoked or has expired. Call again with another."));

    public static string NameOf(Role role) => $"{role}".ToLowerInvariant();
}
