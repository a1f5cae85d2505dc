using System.Globalization;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>The names under which one rotation adds a token: GRPCREFRESH_, the job's id, and a number.</summary>
/// <remarks>A number is never used again once its removal was asked for: a removal whose answer was lost may still take effect, whenever that is.</remarks>
internal sealed class TokenSeries
{
    private const int MostDigits = 6;

    // In a name without quotes; the job's id finds the rotation again from Snowflake's list.
    private const string Prefix = "GRPCREFRESH_";

    private readonly string _stem;

    private TokenSeries(string stem) => _stem = stem;

    public static TokenSeries OfJob(string jobId) => new($"{Prefix}{jobId.ToUpperInvariant()}_");

    /// <param name="name">Any of its names.</param>
    public static TokenSeries Of(string name) => new(name[..(name.LastIndexOf('_') + 1)]);

    public string this[int number] => string.Create(CultureInfo.InvariantCulture, $"{_stem}{number}");

    /// <summary>Null for a name that does not belong to it.</summary>
    public int? NumberOf(string name) =>
        name.StartsWith(_stem, StringComparison.OrdinalIgnoreCase)
        && name.Length - _stem.Length <= MostDigits
        && int.TryParse(name.AsSpan(_stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
