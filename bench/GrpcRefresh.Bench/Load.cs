using GrpcRefresh.V1;

namespace GrpcRefresh.Bench;

/// <summary>The simulator's generated content.</summary>
internal static class Load
{
    public static ResourceRef Datasource(int number) => new()
    {
        Type = ResourceType.Datasource,
        Path = new ResourcePath { ProjectPath = { "Load" }, Name = $"Datasource {number:0000}" },
    };
}
