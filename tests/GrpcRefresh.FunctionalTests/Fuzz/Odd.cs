using System.Globalization;
using System.Text;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Things that programs trip over, chosen at random.</summary>
internal static class Odd
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "\t", "\n", "\u001b[31m", "null", "undefined", "NaN", "-1", "0", "1e9", "..", "../../etc/passwd", "%2f", "%00", "%", "%25", "%s%n", "${jndi:x}", "' or 1=1 --",
        "\"", "\\", "<b>", "\ud83d\ude00", "\u202e", "\u0130", "\u00df", "\ufeff", "\ufffd", "\uffff", "e\u0301", "\u65e5\u672c\u8a9e", "JOB_STATE_RUNNING", "9223372036854775808", "http://[::1", "https://tableau.example.com/#/site/x/workbooks/1",
        "00000000-0000-0000-0000-000000000000", "11111111-2222-3333-4444-555555555555", "default", "marketing", "Sales", "Orders", "{}", "[]", "a=b&c=d", "a.b", "a[b]", "AAAA", "====",
    ];

    private static readonly string[] JsonValues =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "0.5", "1.0", "1e9", "1e999", "-1e999", "1e-400", "2147483648", "-2147483649", "9223372036854775808", "123456789012345678901234567890",
        "01", "+1", ".5", "1.", "0x10", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "\"\u0001\"",
        "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":0}", "{\"\\ud800\":1}", "{\"a\":{\"a\":{}}}", "{\"@type\":\"type.googleapis.com/google.protobuf.Any\"}", "\"9999-12-31T23:59:59Z\"", "\"0000-01-01T00:00:00Z\"",
        "\"2026-02-30T00:00:00Z\"", "\"2026-01-31T06:30:00+25:00\"", "\"315576000001s\"", "\"-1s\"", "\"1.0000000001s\"", "\"s\"", "\"0.1.2s\"", "/**/", "//", "\u00a0", "\ufeff", "\"", "\\", "[", "]", "{", "}", ",", ":",
    ];

    public static T Of<T>(this Random random, IReadOnlyList<T> some) => some[random.Next(some.Count)];

    public static bool OneIn(this Random random, int many) => random.Next(many) == 0;

    public static string Text(this Random random) => random.Next(12) switch
    {
        0 => new string((char)random.Next('a', 'z'), random.Next(2, 3_000)),
        1 => new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(1, 0xd7ff))]),
        2 => random.Text() + random.Text(),
        _ => random.Of(Texts),
    };

    public static string JsonValue(this Random random) => random.Next(12) switch
    {
        0 => new string('[', random.Next(1, 200)),
        1 => string.Concat(Enumerable.Repeat("{\"resource\":", random.Next(1, 100))),
        2 => $"\"{new string('x', random.Next(10_000))}\"",
        3 => $"[{string.Join(',', Enumerable.Repeat(random.Of(JsonValues), random.Next(300)))}]",
        4 => random.Next().ToString(CultureInfo.InvariantCulture),
        _ => random.Of(JsonValues),
    };

    /// <summary>Some bytes with some of them changed.</summary>
    public static byte[] Bytes(this Random random, byte[] from)
    {
        var bytes = from.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 8)));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(0, at));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)0xff, random.Next(1, 12)));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Text()));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 16)).Select(_ => (byte)random.Next(256)));
                    break;
            }
        }

        return [.. bytes];
    }
}
