using System.CommandLine;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server audit</c></summary>
internal sealed class AuditCommand : Command
{
    public AuditCommand(Func<IConfiguration> settings)
        : base("audit", "Reads the record of what was asked for and what was written to Tableau, also while the service runs.")
    {
        Add(new VerifyAudit(settings));
        Add(new ExportAudit(settings));
    }
}
