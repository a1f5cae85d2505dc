namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>The tree these tests were built from, and the programs built with them.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A program as its own project built it, in the configuration of these tests.</summary>
    public static string Program(string project, string assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, assembly);
    }

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("These tests run inside a checkout.")
        : File.Exists(Path.Combine(directory.FullName, "GrpcRefresh.sln")) ? directory.FullName
        : Find(directory.Parent);
}
