using System.CommandLine;
using GrpcRefresh.Server.Audit;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server audit verify</c></summary>
internal sealed class VerifyAudit : Command
{
    private readonly Option<string?> _chain = ChainOption.New();

    public VerifyAudit(Func<IConfiguration> settings)
        : base("verify", "Checks that no row was changed, removed or put in. Exit code 0 when all is as it was written, 1 when not, 2 when it cannot be checked.")
    {
        Add(_chain);
        SetAction(parsed => Run(settings(), parsed.GetValue(_chain)));
    }

    private static int Run(IConfiguration settings, string? chain)
    {
        using var audit = new AuditFile(settings);
        var report = audit.Verify(chain);
        if (report.Holds && report.Rows == 0 && chain is not null)
        {
            Console.Error.WriteLine($"There are no rows of {chain}, so there is nothing to check. Without --job, all rows are checked, and that none is missing.");
            return 2;
        }

        foreach (var found in report.Breaks)
        {
            Console.WriteLine($"broken: {found}");
        }

        Console.WriteLine($"{(report.Holds ? "The audit holds" : "The audit is broken")}: {report.Rows} rows in {report.Chains} chains.");
        return report.Holds ? 0 : 1;
    }
}
