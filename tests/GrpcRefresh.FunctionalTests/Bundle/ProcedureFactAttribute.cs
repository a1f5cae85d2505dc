namespace GrpcRefresh.FunctionalTests.Bundle;

/// <summary>A test that runs a procedure of the bundle. Skipped on a machine without Python and its requests, except in CI, which has to have them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcedureFactAttribute : FactAttribute
{
    public ProcedureFactAttribute() => Skip = ProcedureTheoryAttribute.Obstacle;
}
