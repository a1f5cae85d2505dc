namespace GrpcRefresh.Server.Audit;

internal static class AuditServices
{
    /// <summary>Adds the audit. It is kept in the database, so that must be added too.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddSingleton<AuditLog>().AddHostedService<AuditJanitor>();
}
