namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>A test that needs Python and its gRPC. Skipped on a machine without them, except in CI, which has to have them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !PythonClient.IsAvailable)
        {
            Skip = "There is no python3 with grpc and google.protobuf, or no protoc with grpc_python_plugin.";
        }
    }
}
