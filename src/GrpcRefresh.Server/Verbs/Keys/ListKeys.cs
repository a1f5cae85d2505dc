using System.CommandLine;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary><c>grpcrefresh-server key list</c></summary>
internal sealed class ListKeys : Command
{
    private static readonly string[] Heading = ["ID", "NAME", "ROLE", "STATE", "CREATED", "EXPIRES", "WHERE"];

    private readonly Option<string> _output = new("--output") { Description = "text or json: a JSON object a line.", HelpName = "text|json", DefaultValueFactory = _ => "text" };

    public ListKeys(Func<ApiKeyFile> file)
        : base("list", "Lists all keys, also those that were revoked or have expired. Never the keys themselves, which are not kept.")
    {
        _output.AcceptOnlyFromAmong("text", "json");
        Add(_output);
        SetAction(parsed => Run(file().List(), parsed.GetValue(_output) == "json"));
    }

    private static int Run(IReadOnlyList<ApiKey> keys, bool json)
    {
        var now = DateTimeOffset.UtcNow;
        if (json)
        {
            keys.ToList().ForEach(key => Console.WriteLine(KeyJson.Write(key, now)));
            return 0;
        }

        string[][] rows = [Heading, .. keys.Select(key => Row(key, now))];
        var widths = Heading.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }

        return 0;
    }

    private static string[] Row(ApiKey key, DateTimeOffset now) =>
    [
        key.KeyId, key.Name, Denial.NameOf(key.Role), $"{key.StateAt(now)}".ToLowerInvariant(), ApiKeyWords.Time(key.CreateTime),
        key.ExpireTime is { } end ? ApiKeyWords.Time(end) : "never", ApiKeyWords.OfScope(key.Scope),
    ];
}
