using System.Globalization;

namespace GrpcRefresh.Bench;

/// <summary>Durations in milliseconds.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Max => _sorted[^1];

    public double At(double quantile) => _sorted[(int)Math.Clamp(Math.Ceiling(quantile * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    public static double Median(IEnumerable<double> values) => new Samples(values).At(0.5);

    public static string Number(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);
}
