namespace GrpcRefresh.Tests.Infrastructure;

/// <summary>The tree these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("These tests run inside a checkout.")
        : File.Exists(Path.Combine(directory.FullName, "GrpcRefresh.sln")) ? directory.FullName
        : Find(directory.Parent);
}
