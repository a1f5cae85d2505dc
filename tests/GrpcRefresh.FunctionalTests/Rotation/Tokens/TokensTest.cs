using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Snowflake;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.SnowflakeSimulation.World;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>The tokens of TABLEAU_SVC, looked after by GRPCREFRESH_SVC, over real sockets to a simulator. What is logged and thrown meanwhile may hold no secret.</summary>
public abstract class TokensTest : SnowflakeTest, IAsyncLifetime
{
    internal const string User = "TABLEAU_SVC";
    internal const string Role = "TABLEAU";
    internal const string Old = "TABLEAU_PAT";
    internal const string New = "GRPCREFRESH_1";

    private readonly ServiceLog _log = new(LogLevel.Trace);

    internal SnowflakeWorld World => Simulator.World;

    internal RotationOptions Rotation { get; } = new();

    internal SnowflakeTokens Tokens { get; private set; } = null!;

    internal IEnumerable<string> Logged => _log.Entries;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Tokens = TokensBy(ByKeyPair("GRPCREFRESH_SVC", Key));
    }

    internal SnowflakeTokens TokensBy(SnowflakeOptions service, bool isOn = true)
    {
        var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        return new SnowflakeTokens(Open(service, loggers, isOn), Options.Create(service), Options.Create(Rotation), Clock);
    }

    internal static TokenOrder Order(TokenMethod method = TokenMethod.Add, string? oldToken = null, string? role = null, int? days = null, TimeSpan? overlap = null, string user = User) =>
        new(user, oldToken, overlap ?? TimeSpan.FromHours(24), KeepsOld: false, role, days, method);

    internal static TokenIntent Adding(bool isRepeated = false, Guid? request = null, int? days = null) =>
        new(Order(days: days), New, Old, Role, request ?? Guid.NewGuid(), isRepeated);

    internal static TokenIntent Rotating(bool isRepeated = false, Guid? request = null, TimeSpan? overlap = null) =>
        new(Order(TokenMethod.Rotate, Old, overlap: overlap), Old, Old, Role, request ?? Guid.NewGuid(), isRepeated);

    internal Task<MintedToken> MakeAsync(TokenIntent intent) => Tokens.MakeAsync(intent, CancellationToken.None);

    internal Task<TokenSurvey> SurveyAsync(TokenOrder? order = null) => Tokens.SurveyAsync(order ?? Order(), CancellationToken.None);

    internal Fault Fail(FaultKind kind, string statement, int? times = 1) => Simulator.Faults.Add(new Fault { Kind = kind, Statement = statement, Times = times });

    /// <summary>More than the client itself repeats.</summary>
    internal Fault Lose(FaultKind kind, string statement) => Fail(kind, statement, times: 6);

    internal Fault Refuse(string statement, string code, string state, int? times = null) => Simulator.Faults.Add(
        new Fault { Kind = FaultKind.Status, Status = 422, Code = code, SqlState = state, Message = "Object does not exist or not authorized.", Statement = statement, Times = times });

    internal AccessToken TheToken(string name) => Assert.Single(World.Tokens(User), token => token.Name == name);
}
