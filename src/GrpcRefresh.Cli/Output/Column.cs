namespace GrpcRefresh.Cli.Output;

/// <summary>One column of a list.</summary>
internal sealed record Column<T>(string Name, Func<T, string> Value);
