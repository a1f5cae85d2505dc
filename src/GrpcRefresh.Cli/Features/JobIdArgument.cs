using System.CommandLine;

namespace GrpcRefresh.Cli.Features;

/// <summary>Jobs by id.</summary>
internal static class JobIdArgument
{
    public static Argument<string[]> Many(ArgumentArity arity, string description) => new("job-id") { Description = description, Arity = arity };
}
