using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Tests.Telemetry;

/// <summary>What Prometheus calls a measure that reaches it by OTLP: dots become underscores, then come the unit and what it is.</summary>
internal static class PrometheusNames
{
    private static readonly string[] Parts = ["_bucket", "_sum", "_count"];

    /// <summary>As people look for it: of a histogram without its parts.</summary>
    public static string Of(Measure measure)
    {
        var name = measure.Name.Replace('.', '_');
        var unit = measure.Unit switch
        {
            "s" => "_seconds",
            ['{', ..] => "",
            var other => throw new NotSupportedException($"{measure.Name} has the unit {other}, whose name in Prometheus is not known here."),
        };
        return $"{name}{unit}{(measure.Kind == MeasureKind.Counter ? "_total" : "")}";
    }

    /// <summary>Every series by its measure, as queries name it.</summary>
    public static IReadOnlyDictionary<string, Measure> Series { get; } = Measures.All
        .SelectMany(measure => measure.Kind == MeasureKind.Histogram ? Parts.Select(part => (Name: Of(measure) + part, measure)) : [(Of(measure), measure)])
        .ToDictionary(series => series.Name, series => series.measure);
}
