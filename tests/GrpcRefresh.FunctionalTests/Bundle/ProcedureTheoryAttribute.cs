namespace GrpcRefresh.FunctionalTests.Bundle;

/// <inheritdoc cref="ProcedureFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcedureTheoryAttribute : TheoryAttribute
{
    public ProcedureTheoryAttribute() => Skip = Obstacle;

    public static string? Obstacle =>
        Environment.GetEnvironmentVariable("CI") != "true" && !BundlePython.IsAvailable ? "There is no python3 of 3.10 or later with requests." : null;
}
