namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Programs of the machine.</summary>
internal static class Programs
{
    /// <summary>Where a program on the PATH is; null when it is not there.</summary>
    public static string? Find(string name) =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from file in OperatingSystem.IsWindows() ? new[] { $"{name}.exe", $"{name}.cmd" } : [name]
         let path = Path.Combine(folder, file)
         where File.Exists(path)
         select path).FirstOrDefault();
}
