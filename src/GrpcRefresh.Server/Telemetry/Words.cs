using System.Collections.Frozen;
using System.Text.Json;

namespace GrpcRefresh.Server.Telemetry;

/// <summary>Enum values as tags have them, which is how the contract writes them: <c>UNKNOWN_OUTCOME</c>. Each is made once.</summary>
internal static class Words
{
    /// <summary>What no known value stands for, so that the sets stay closed.</summary>
    public const string Other = "OTHER";

    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Texts.GetValueOrDefault(value, Other);

    public static IReadOnlyList<string> All<T>(params T[] except)
        where T : struct, Enum => [.. Enum.GetValues<T>().Except(except).Select(Of)];

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Texts =
            Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{value}"));
    }
}
