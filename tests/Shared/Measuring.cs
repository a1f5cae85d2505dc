using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Testing;

/// <summary>Measures that nobody collects, for parts that want some.</summary>
internal static class Measuring
{
    private static readonly ServiceMeter Meter = new();

    public static RpcMeasures Rpc { get; } = new(Meter);

    public static TableauMeasures Tableau { get; } = new(Meter);

    public static RotationMeasures Rotation { get; } = new(Meter);

    public static CatalogMeasures Catalog { get; } = new(Meter);

    public static StorageMeasures Storage { get; } = new(Meter);
}
