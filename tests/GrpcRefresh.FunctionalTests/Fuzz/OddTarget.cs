using System.Text;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Paths and queries with some of their parts changed. Sent as they stand; what is no ASCII as UTF-8.</summary>
internal static class OddTarget
{
    private static readonly string[] Pieces =
    [
        "/", "//", "/.", "/..", "..", ".", "%2f", "%2F", "%252f", "%2e%2e", "%5c", "\\", "%00", "%0d%0aX-Injected:1", "%", "%%", "%z", "%c0%af", "%ff", "%e2%80%ae", "é", "\u0001", ":", ":wait", ":watch", ":cancel",
        "%3Await", ";x=1", "?", "??", "#", "&", "=", "+", "*", "~", "[]", "{job_id}", "|", "<", "\"", "jobs", "steps", "v1", "healthz", "openapi.json",
    ];

    public static string Of(string target, Random random)
    {
        var text = new StringBuilder(target);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(6))
            {
                case 0 when text.Length > 1:
                    text.Remove(random.Next(text.Length - 1), 1);
                    break;
                case 1:
                    var parameters = text.ToString().Split('?', 2)[^1].Split('&');
                    text.Append(text.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(random.Of(parameters));
                    break;
                case 2:
                    text.Append(text.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(Uri.EscapeDataString(random.Text())).Append('=').Append(Uri.EscapeDataString(random.Text()));
                    break;
                case 3:
                    var equals = text.ToString().LastIndexOf('=') + 1;
                    text.Insert(equals > 0 ? equals : at, Uri.EscapeDataString(random.Text()));
                    break;
                default:
                    text.Insert(at, random.Of(Pieces));
                    break;
            }
        }

        return text.Length == 0 || random.OneIn(30) ? text.ToString() : text[0] == '/' ? text.ToString() : $"/{text}";
    }
}
