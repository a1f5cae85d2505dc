using System.CommandLine;
using System.CommandLine.Invocation;
using GrpcRefresh.Server.Verbs.Keys;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Verbs;

/// <summary>What <c>grpcrefresh-server</c> does besides serving, for whoever can read its files.</summary>
internal static class ServerVerbs
{
    private const int Usage = 2;

    private static readonly string[] Nouns = ["audit", "backup", "health", "key", "snowflake"];

    // As the service takes them: --GrpcRefresh:Storage:Sqlite=/var/lib/grpcrefresh.db, and where it looks for appsettings.json.
    private static readonly string[] Settings = ["--GrpcRefresh:", "--contentRoot=", "--environment="];

    /// <summary>Whether a command line asks for a verb. Any other is for the service.</summary>
    public static bool AreMeant(string[] args) => args.Contains(CheckConfiguration.Flag) || (args.Length > 0 && Nouns.Contains(args[0]));

    /// <summary>Runs a verb and answers the exit code.</summary>
    public static int Run(string[] args)
    {
        if (args.Contains(CheckConfiguration.Flag))
        {
            return CheckConfiguration.Run(args);
        }

        var parsed = new RootCommand("GrpcRefresh")
        {
            new AuditCommand(() => Read(args)), new BackUp(() => Read(args)), new AskHealth(() => Read(args)), new KeyCommand(() => Read(args)), new SnowflakeCommand(() => Read(args)),
        }
            .Parse([.. args.Where(word => !IsSetting(word))]);
        if (parsed.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false;
            parsed.Invoke(new InvocationConfiguration { Output = Console.Error });
            return Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OptionsValidationException e)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, e.Failures));
            return Usage;
        }
        catch (StartRefusedException e)
        {
            Console.Error.WriteLine(e.Message);
            return Usage;
        }
    }

    /// <summary>What the service would read when started here.</summary>
    private static ConfigurationManager Read(string[] args) => WebApplication.CreateSlimBuilder([.. args.Where(IsSetting)]).Configuration;

    private static bool IsSetting(string word) =>
        word.Contains('=', StringComparison.Ordinal) && Settings.Any(setting => word.StartsWith(setting, StringComparison.OrdinalIgnoreCase));
}
