using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Infrastructure;

/// <summary>Data that a test needs but does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero);

    public static readonly SiteKey Site = new(SiteKey.DefaultServer, "");

    public static CatalogItem Item(string luid = "0a1b", string name = "Orders", SiteKey? site = null) => new(
        site ?? Site, ResourceType.Datasource, luid, name, ["Sales"], "ana", "", HasExtracts: true, UpdatedAt: null);

    public static ResourceReference Reference(string luid = "0a1b") => new(ResourceType.Datasource, SiteKey.DefaultServer, "", luid, null, null);

    public static JobRequest Request(
        string luid = "0a1b",
        RefreshMode mode = RefreshMode.Full,
        Freshness freshness = Freshness.AfterRequest,
        string? requestId = null,
        string fingerprint = "same body",
        SiteKey? site = null,
        IReadOnlyDictionary<string, string>? labels = null,
        OnBehalf? onBehalfOf = null) =>
        new(Item(luid, site: site), Reference(luid), mode, freshness, requestId, fingerprint, labels ?? new Dictionary<string, string>(), "127.0.0.1", onBehalfOf);

    public static RotationEnrolment Rotation(
        string? requestId = null,
        string fingerprint = "same body",
        IReadOnlyList<SiteKey>? sites = null,
        IReadOnlyDictionary<string, string>? labels = null) =>
        new(Tally(), sites ?? [Site], requestId, fingerprint, labels ?? new Dictionary<string, string>(), "127.0.0.1", OnBehalfOf: null);

    public static RotationTally Tally() => new()
    {
        OldSecret = OldSecret.Dead,
        Verification = Verification.RefreshCanary,
        OnFailure = OnFailure.Stop,
        States = new Dictionary<RotationStepState, int> { [RotationStepState.Planned] = 2 },
    };

    public static RotationStepRecord Step(int number = 1, RotationStepState state = RotationStepState.Planned) => new()
    {
        Number = number,
        Connection = Connection(),
        State = state,
        CredentialKey = "",
        NewUserName = "SALES_SVC",
    };

    public static ConnectionRecord Connection() => new(
        Site, ConnectionItemType.Datasource, "0a1b", "Orders", ["Sales"], "c1", "snowflake", "acme.snowflakecomputing.com", "443", "SALES_SVC", "", AuthenticationKind.Password,
        EmbedPassword: true, ConnectionObstacle.Unspecified, "");

    public static JobRecord Job(JobState state = JobState.Queued, RefreshMode mode = RefreshMode.Full, string luid = "0a1b") => new()
    {
        JobId = "job-1",
        Kind = JobKind.Refresh,
        State = state,
        Item = Item(luid),
        Mode = mode,
        Revision = 1,
        CreateTime = Time,
        UpdateTime = Time,
        RequestedBy = "127.0.0.1",
        JoinCount = 1,
        TableauJobId = JobStates.IsTracked(state) ? "tableau-1" : null,
    };
}
