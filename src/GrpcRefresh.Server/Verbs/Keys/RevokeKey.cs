using System.CommandLine;
using GrpcRefresh.Server.Callers.Keys;

namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary><c>grpcrefresh-server key revoke</c></summary>
internal sealed class RevokeKey : Command
{
    private readonly Argument<string> _key = new("name|id") { Description = "The key's name or id." };

    public RevokeKey(Func<ApiKeyFile> file)
        : base("revoke", "Revokes a key for good: within a second it is refused, and within a few its open calls end.")
    {
        Add(_key);
        SetAction(parsed => Run(file(), parsed.GetValue(_key)!));
    }

    private static int Run(ApiKeyFile file, string nameOrId)
    {
        if (file.Revoke(nameOrId) is not { } key)
        {
            Console.Error.WriteLine($"There is no key with the name or id '{nameOrId}' in {file.Path}. List them with: grpcrefresh-server key list");
            return 1;
        }

        Console.Error.WriteLine($"Revoked {ApiKeyWords.Of(key)}; it counts no more since {ApiKeyWords.Time(key.RevokeTime!.Value)}.");
        return 0;
    }
}
