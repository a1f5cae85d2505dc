using System.CommandLine;
using GrpcRefresh.Server.Doctor;

namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server snowflake doctor</c></summary>
internal sealed class AskDoctor : Command
{
    private const int SomethingFailed = 3;

    private readonly Option<string> _output = new("--output") { Description = "text or json: a JSON object a line.", HelpName = "text|json", DefaultValueFactory = _ => "text" };

    private readonly Option<string?> _log = new("--log-table") { Description = "The log of outcomes to look at. Default: GrpcRefresh:Outcomes:Table.", HelpName = "name" };

    private readonly Option<string> _mapping = new("--mapping-table")
    {
        Description = "The table of names to look at.",
        HelpName = "name",
        DefaultValueFactory = _ => "GRPCREFRESH.MAPPING_TABLES.API__TABLEAU__RESOURCES",
    };

    private readonly Option<bool> _noWarehouse = new("--no-warehouse") { Description = "Leaves out the login history, the only look that resumes the warehouse." };

    public AskDoctor(Func<IConfiguration> settings)
        : base("doctor", "Looks at the account with the service's own credential and says what is wrong and what helps. Changes nothing and shows no secret. Exit code 0 when all is good, 3 when something is not.")
    {
        Add(_output);
        Add(_log);
        Add(_mapping);
        Add(_noWarehouse);
        _output.AcceptOnlyFromAmong("text", "json");
        SetAction((parsed, ct) => RunAsync(
            settings(), new DoctorOrder(parsed.GetValue(_log), parsed.GetValue(_mapping)!, !parsed.GetValue(_noWarehouse)), parsed.GetValue(_output) == "json", ct));
    }

    private static async Task<int> RunAsync(IConfiguration settings, DoctorOrder order, bool json, CancellationToken ct)
    {
        var findings = await SnowflakeDoctor.ExamineAsync(settings, order, ct);
        foreach (var line in findings.SelectMany(finding => json ? [FindingJson.Write(finding)] : FindingText.Lines(finding)))
        {
            Console.WriteLine(line);
        }

        return findings.Any(finding => finding.State == FindingState.Failed) ? SomethingFailed : 0;
    }
}
