using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GrpcRefresh.Server.Audit;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server audit export</c></summary>
internal sealed class ExportAudit : Command
{
    private readonly Option<string?> _chain = ChainOption.New();

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "Only rows written at or after this time, for example 2026-03-01T06:00:00Z. Without an offset it is UTC.",
        HelpName = "time",
        CustomParser = ReadTime,
    };

    public ExportAudit(Func<IConfiguration> settings)
        : base("export", "Writes rows to standard output, a JSON object a line, in the order in which they were written.")
    {
        Add(_chain);
        Add(_since);
        SetAction(parsed => Run(settings(), parsed.GetValue(_chain), parsed.GetValue(_since)));
    }

    private static int Run(IConfiguration settings, string? chain, DateTimeOffset? since)
    {
        using var audit = new AuditFile(settings);
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var row in audit.Read(chain, since))
        {
            output.Write(AuditJson.Write(row) + '\n');
        }

        return 0;
    }

    private static DateTimeOffset? ReadTime(ArgumentResult given)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        given.AddError($"--since is written like 2026-03-01T06:00:00Z, not '{given.Tokens[0].Value}'.");
        return null;
    }
}
