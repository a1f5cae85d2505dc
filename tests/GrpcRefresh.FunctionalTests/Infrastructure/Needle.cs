using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>A secret in every spelling in which it might leak, as bytes to look for.</summary>
internal sealed class Needle
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Spelling, byte[] Bytes)> _spellings;

    public Needle(string secret)
    {
        if (secret.Length < 8)
        {
            throw new ArgumentException("Shorter needles are found by chance.", nameof(secret));
        }

        var bytes = Encoding.UTF8.GetBytes(secret);
        List<(string Spelling, byte[] Bytes)> all =
        [
            ("as it is", bytes),
            ("in UTF-16", Encoding.Unicode.GetBytes(secret)),
            ("in UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(secret)),
            .. Texts(secret, bytes).Select(text => (text.Spelling, Encoding.UTF8.GetBytes(text.Text))),
        ];
        _spellings = [.. all.DistinctBy(spelling => Convert.ToHexString(spelling.Bytes))];
    }

    /// <summary>The spellings that occur.</summary>
    public IEnumerable<string> FindIn(byte[] content) =>
        from spelling in _spellings
        where content.AsSpan().IndexOf(spelling.Bytes) >= 0
        select spelling.Spelling;

    private static IEnumerable<(string Spelling, string Text)> Texts(string secret, byte[] bytes)
    {
        yield return ("in JSON", JsonSerializer.Serialize(secret)[1..^1]);
        yield return ("in relaxed JSON", JsonSerializer.Serialize(secret, Relaxed)[1..^1]);
        yield return ("in a printed message", JsonFormatter.Default.Format(new StringValue { Value = secret })[1..^1]);
        yield return ("in XML", new XText(secret).ToString());
        yield return ("in an XML attribute", new XAttribute("a", secret).ToString()[3..^1]);
        yield return ("percent-encoded", Uri.EscapeDataString(secret));
        yield return ("percent-encoded throughout", string.Concat(bytes.Select(one => $"%{one:X2}")));
        yield return ("percent-encoded throughout, in lower case", string.Concat(bytes.Select(one => $"%{one:x2}")));
        yield return ("in hexadecimal", Convert.ToHexString(bytes));
        yield return ("in hexadecimal, in lower case", Convert.ToHexStringLower(bytes));
        for (var before = 0; before < 3; before++)
        {
            var text = Base64(bytes, before);
            yield return ($"in base64 behind {before} bytes", text);
            yield return ($"in base64 for addresses behind {before} bytes", text.Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>Three bytes are four characters, so what surrounds the secret moves it; only the characters of it alone are looked for.</summary>
    private static string Base64(byte[] bytes, int before)
    {
        var first = ((before * 8) + 5) / 6;
        var end = (before + bytes.Length) * 8 / 6;
        return Convert.ToBase64String([.. new byte[before], .. bytes])[first..end];
    }
}
