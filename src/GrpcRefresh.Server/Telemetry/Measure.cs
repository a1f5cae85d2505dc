namespace GrpcRefresh.Server.Telemetry;

/// <summary>Something that is measured, before there is an instrument for it: docs/metrics.md is written from these.</summary>
/// <param name="Unit">In UCUM, as OpenTelemetry has it: <c>s</c>, or what is counted in braces.</param>
/// <param name="Tags">All of them, always: a measurement without one of its tags would be another series.</param>
internal sealed record Measure(string Name, MeasureKind Kind, string Unit, string Description, params MeasureTag[] Tags)
{
    /// <summary>The upper bounds of a histogram's buckets.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = [];
}

/// <summary>How a measure is read.</summary>
internal enum MeasureKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>How many there are now, counted up and down.</summary>
    UpDownCounter,

    /// <summary>What is so now, looked up when it is asked for.</summary>
    Gauge,

    /// <summary>How often, and in which buckets.</summary>
    Histogram,
}

/// <summary>A tag of measures.</summary>
/// <param name="Values">All there can be; null when the values are names from the configuration. Nothing else may be a tag.</param>
internal sealed record MeasureTag(string Name, string Meaning, IReadOnlyList<string>? Values);
