using GrpcRefresh.Server;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Run;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

/// <summary>A rotation of one token on a real database, with a scripted Snowflake and a clock that passes over all waiting.</summary>
internal sealed class TokenBench : IAsyncDisposable
{
    public const string User = "OPS_SVC";
    public const string Name = "GRPCREFRESH_1";
    public const string Old = "OLD_PAT";

    private readonly TempStore _temp;
    private readonly SecretVault _vault;
    private readonly TableauSites _noSites;

    private TokenBench(TempStore temp, ManualTimeProvider time)
    {
        (_temp, Time) = (temp, time);
        _vault = new SecretVault(Path.Combine(temp.Folder, "jobs.db.keys"));
        _noSites = new TableauSites(Options.Create(new TableauOptions()), _ => throw new NotSupportedException(), Measuring.Tableau, time, NullLoggerFactory.Instance);
        Store = new RotationStore(temp.Database, temp.Store, _vault, time);
    }

    public ManualTimeProvider Time { get; }

    public ScriptedTokens Snowflake { get; } = new();

    public RotationStore Store { get; }

    public RotationOptions Rotation { get; } = new();

    public RunContext Context { get; private set; } = null!;

    public RotationBoard Board { get; private set; } = null!;

    public string JobId { get; private set; } = "";

    public TokenCourse Token => Board.Course.Tokens[0];

    public TokenMaking Making => new(Context, Board);

    public TokenJudgement Judgement => new(Context, Board, Time);

    public TokenSettling Settling => new(Context, Board);

    public TokenRetirement Retirement => new(
        Context,
        Board,
        new KnownConnections(new ConnectionInventory(Options.Create(new CatalogOptions()), new Drain(CancellationToken.None), Time, NullLoggerFactory.Instance), _noSites),
        new SecretWiping(_temp.Database, new StoredSecrets(_temp.Database, Measuring.Rotation), NullLogger<SecretWiping>.Instance),
        Rotation.Tokens,
        Time);

    public static TokenCourse Course(RotationTokenState state = RotationTokenState.Planned, TimeSpan? overlap = null, TokenMethod method = TokenMethod.Add, bool keepsOld = false) => new(
        "", new TokenOrder(User, null, overlap ?? TimeSpan.FromHours(24), keepsOld, null, null, method), Name, Old, "TABLEAU", HistoryIsReadable: true, Guid.NewGuid())
    {
        State = state,
    };

    public static RotationStepRecord Step(int number = 1, RotationStepState state = RotationStepState.Planned, ProofLevel proof = ProofLevel.Unspecified, bool touched = false) =>
        Some.Step(number, state) with
        {
            Connection = Some.Connection() with { ConnectionId = $"c{number}", UserName = User },
            NewUserName = User,
            Meant = true,
            Proof = proof,
            Provable = ProofLevel.UsesNew,
            Touched = touched,
        };

    public static async Task<TokenBench> StartAsync(TokenCourse token, params RotationStepRecord[] steps)
    {
        var time = new ManualTimeProvider { SkipUpTo = TimeSpan.FromDays(40) };
        var bench = new TokenBench(await TempStore.OpenAsync(time), time);
        var course = new RotationCourse(new RotationTerms(OldSecret.Valid, Verification.RefreshAll, OnFailure.Stop, 1, 1, 4)) { Tokens = [token] };
        bench.JobId = (await bench._temp.EnrolRotationAsync(Some.Rotation(), (db, job) =>
        {
            RotationRows.Insert(db, job.JobId, course, steps.Length > 0 ? steps : [Step()]);
            if (TokenCourse.NeedsSecret(token.State))
            {
                RotationSecretRows.Insert(db, bench._vault, job.JobId, "", User, ScriptedTokens.TheSecret);
            }
        })).Job.JobId;
        await bench.RestartAsync();
        return bench;
    }

    /// <summary>As after a crash: nothing but the database is known.</summary>
    public async Task RestartAsync()
    {
        Board?.Dispose();
        var epoch = await _temp.StartRunnerAsync();
        var state = (await Store.FindAsync(JobId, CancellationToken.None))!;
        Board = new RotationBoard(Store, epoch, state, Time);
        var persistence = new SnowflakePersistence(Rotation, epoch, _temp.Store, Time);
        Context = new RunContext(
            _noSites,
            _temp.Store,
            epoch,
            await Store.OpenSecretsAsync(JobId, CancellationToken.None),
            new ItemProof(_noSites, _temp.Store, _temp.Feed, new JobsOptions()),
            new Persistence(Rotation, Time),
            Snowflake,
            persistence,
            new LoginProof(Snowflake, persistence, Rotation.Tokens, Time));
    }

    /// <summary>From the end of the changes on.</summary>
    public async Task RunAsync(CancellationToken halt = default)
    {
        await Judgement.RunAsync(halt);
        await Retirement.RunAsync(halt, CancellationToken.None);
    }

    /// <summary>All of it, as a runner does it.</summary>
    public Task RunWholeAsync() => new RotationRun(
        Context, Board, new LaneHolds(), _temp.Feed, new TokenStages(Making, Judgement, Retirement, Settling), new RunEnd(_noSites, Time)).RunAsync(CancellationToken.None);

    /// <summary>Somebody cancels the rotation, and nobody who runs it has heard of it.</summary>
    public async Task CancelUnheardAsync()
    {
        await Board.RecordAsync([], job: job => job with { State = JobState.Running, StartTime = job.UpdateTime });
        await RestartAsync();
        await _temp.Store.WithdrawAsync(new WithdrawalRequest(JobId, null, ForAll: true, Caller.Anonymous("10.0.0.1")), CancellationToken.None);
    }

    /// <summary>A refresh that proved a step, just now.</summary>
    public async Task ProveAsync(int number)
    {
        var refresh = (await _temp.EnrolAsync(Some.Request(luid: $"item {number}"))).Job;
        await Board.RecordAsync([Board.Steps[number - 1] with { RefreshJobId = refresh.JobId }]);
    }

    /// <summary>What the database says now, and whether it keeps the secret.</summary>
    public async Task<(RotationTokenState State, bool HasSecret)> OnDiskAsync() => (
        (await Store.FindAsync(JobId, CancellationToken.None))!.Course.Tokens[0].State, (await Store.OpenSecretsAsync(JobId, CancellationToken.None)).Has(""));

    /// <summary>What the audit tells of Snowflake, in order.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync() => await _temp.Database.ReadAsync<IReadOnlyList<string>>(
        db => [.. Dapper.SqlMapper.Query<string>(db, "select action || ' ' || outcome from audit where action like 'SNOWFLAKE%' order by entry")], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Board.Dispose();
        ((IDisposable)_noSites).Dispose();
        await _temp.DisposeAsync();
    }
}
