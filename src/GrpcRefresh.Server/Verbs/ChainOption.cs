using System.CommandLine;

namespace GrpcRefresh.Server.Verbs;

/// <summary>A chain of the audit: each job has one, under its id.</summary>
internal static class ChainOption
{
    public static Option<string?> New() => new("--job", "--chain")
    {
        Description = "Only the rows of this job; \"service\" for those that concern none. Default: all.",
        HelpName = "id",
    };
}
