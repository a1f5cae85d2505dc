using System.CommandLine;
using System.CommandLine.Parsing;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace GrpcRefresh.Cli.Features;

/// <summary>A token that the service makes in Snowflake.</summary>
internal sealed class TokenFeature
{
    public const string Name = "--snowflake-token";

    private const int MostDays = 365;

    private readonly Option<string?> _user = new(Name)
    {
        Description = "The service makes a new programmatic access token of this Snowflake user, gives it to the connections, and removes the old one when nobody uses it any more.",
        HelpName = "user",
    };

    private readonly Option<TimeSpan?> _overlap = SpanOption.Of("--overlap", "How long nobody must have used the old token before it is removed. Default: as the service is configured, 24h.");
    private readonly Option<string?> _old = new("--old-token") { Description = "The token that the connections hold now. Default: the user's only other token.", HelpName = "name" };
    private readonly Option<bool> _keepsOld = new("--keep-old-token") { Description = "Leave the old token alone." };
    private readonly Option<string?> _role = new("--token-role") { Description = "The role that the new token is restricted to. Default: that of the old one.", HelpName = "name" };
    private readonly Option<int> _days = new("--token-days") { Description = "After how many days the new token expires, 1 to 365. Default: as Snowflake decides.", HelpName = "number" };

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
    }

    public bool IsGiven(CommandResult given) => given.GetResult(_user) is not null;

    /// <summary>Null when it was not asked for.</summary>
    public RotationCredential? Read(ParseResult parsed) => parsed.GetValue(_user) is not { } user ? null : RotationCredential.FromSnowflake(new SnowflakeToken
    {
        User = user,
        Overlap = parsed.GetValue(_overlap) is { } overlap ? Duration.FromTimeSpan(overlap) : null,
        OldToken = parsed.GetValue(_old) ?? "",
        KeepOldToken = parsed.GetValue(_keepsOld),
        Role = parsed.GetValue(_role) ?? "",
        DaysToExpiry = parsed.GetValue(_days),
    });

    private IReadOnlyList<Option> All => [_user, _overlap, _old, _keepsOld, _role, _days];

    private void Check(CommandResult given)
    {
        if (!IsGiven(given) && All.FirstOrDefault(option => given.GetResult(option) is { Implicit: false }) is { } idle)
        {
            given.AddError($"{idle.Name} is about a token that the service makes: give {Name}.");
        }

        if (given.GetResult(_days) is { Implicit: false } && given.GetValue(_days) is < 1 or > MostDays)
        {
            given.AddError($"--token-days must be 1 to {MostDays}.");
        }
    }
}
