using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrpcRefresh.Server.Audit;

/// <summary>The hash of a row, as docs/audit.md promises it.</summary>
/// <remarks>
/// Each field is written as its length in bytes, a colon, its UTF-8 bytes and a comma, so that no two rows have the same
/// bytes whatever their texts hold.
/// </remarks>
internal static class AuditHash
{
    /// <summary>Stands before the first row of a chain.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string Format = "grpcrefresh-audit-1";

    public static string Of(AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in Fields(row))
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
            hash.AppendData(bytes);
            hash.AppendData(","u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Fields(AuditRow row) =>
    [
        Format, row.PrevHash, Text(row.Entry), row.Chain, Text(row.Number), Text(row.TimeMs),
        row.Actor, row.BehalfUser, row.BehalfRole, row.BehalfTask, row.BehalfQuery,
        row.Action, row.Server, row.Site, row.ItemType, row.ItemLuid, row.ConnectionIds, row.Outcome, row.Detail,
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
