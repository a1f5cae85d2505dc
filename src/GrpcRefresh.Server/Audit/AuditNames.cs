using System.Text.Json;

namespace GrpcRefresh.Server.Audit;

/// <summary>Enum values as the contract writes them: <c>CALL_REFRESH</c>.</summary>
internal static class AuditNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{value}");
}
