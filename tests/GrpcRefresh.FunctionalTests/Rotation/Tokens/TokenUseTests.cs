using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>What the login history tells of the new token, the old one and everything else.</summary>
public sealed class TokenUseTests : TokensTest
{
    private const string Tableau = "TABLEAU";

    [Fact]
    public async Task Logins_are_told_apart_by_their_token_within_the_span_and_of_this_user()
    {
        var (old, fresh) = await PrepareAsync();
        World.RecordLogin(User, fresh, Tableau);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        World.RecordLogin(User, fresh, Tableau);
        World.RecordLogin(User, old, Tableau);
        World.RecordLogin(User, "refused", Tableau);
        World.RecordLogin("FINANCE_SVC", World.AddToken("FINANCE_SVC", New, Role), Tableau);
        var until = Clock.GetUtcNow();
        World.RecordLogin(User, old, Tableau);

        var seen = await SightAsync(since, until);

        Assert.Equal((2, 1, 0), (seen.New, seen.Old, seen.Undecided));
    }

    [Fact]
    public async Task Whatever_is_not_the_new_token_counts_as_old()
    {
        var (_, fresh) = await PrepareAsync();
        (World.User(User).Type, World.User(User).Password) = (SnowflakeSimulation.World.SnowflakeUserType.Person, "a password of old");
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        World.RecordLogin(User, "a password of old", Tableau);
        World.RecordLogin(User, World.AddToken(User, "GONE", Role), Tableau);
        await Tokens.RemoveAsync(User, "GONE", CancellationToken.None);

        var seen = await SightAsync(since);

        Assert.Equal((1, 2, 0), (seen.New, seen.Old, seen.Undecided));
    }

    [Fact]
    public async Task The_services_own_sign_in_is_no_use_whenever_it_is_made()
    {
        World.AddToken(User, Old, Role);
        var since = Clock.GetUtcNow();
        var made = await MakeAsync(Adding());
        await Tokens.ProveAsync(User, made.Secret, CancellationToken.None);

        Assert.Equal((0, 0), (await SightAsync(since)) is var seen ? (seen.New, seen.Old) : default);

        World.RecordLogin(User, made.Secret.Reveal(), Tableau);
        Assert.Equal(1, (await SightAsync(since)).New);
    }

    [Fact]
    public async Task What_is_not_told_yet_is_not_seen_and_the_reach_of_the_history_shows_it()
    {
        var (_, fresh) = await PrepareAsync();
        Simulator.Settings.UsageLatency = TimeSpan.FromMinutes(30);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        var until = Clock.GetUtcNow();

        var early = await SightAsync(since, until);
        Assert.Equal((0, 0), (early.New, early.Old));
        Assert.True(early.ToldUntil is null || early.ToldUntil < until);

        Simulator.Settings.UsageLatency = TimeSpan.Zero;
        var late = await SightAsync(since, until);
        Assert.Equal(1, late.New);
        Assert.True(late.ToldUntil > until);
    }

    [Fact]
    public async Task A_token_whose_name_is_not_told_yet_is_undecided_and_a_known_one_is_old()
    {
        var old = World.AddToken(User, Old, Role);
        await Task.Delay(TimeSpan.FromMinutes(2), Clock);
        Simulator.Settings.CredentialsLatency = TimeSpan.FromMinutes(1);
        var fresh = World.AddToken(User, New, Role);
        Simulator.Settings.CredentialsLatency = TimeSpan.FromHours(2);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        Assert.Equal((0, 0, 1), await CountAsync());

        World.RecordLogin(User, old, Tableau);
        Assert.Equal((0, 0, 2), await CountAsync());

        Simulator.Settings.CredentialsLatency = TimeSpan.Zero;
        Assert.Equal((1, 1, 0), await CountAsync());

        async Task<(int, int, int)> CountAsync() => await SightAsync(since) is var seen ? (seen.New, seen.Old, seen.Undecided) : default;
    }

    // Until the view knows of the rotation, the old secret bears the name that the new one has now.
    [Fact]
    public async Task A_rotated_tokens_old_secret_never_passes_for_the_new_one()
    {
        var old = World.AddToken(User, Old, Role);
        await Task.Delay(TimeSpan.FromMinutes(3), Clock);
        var made = await MakeAsync(Rotating());
        Simulator.Settings.CredentialsLatency = Clock.GetUtcNow() - TheToken(made.OldName!).RotatedAt!.Value + TimeSpan.FromMinutes(2);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, old, Tableau);

        var early = await Tokens.SightAsync(User, Old, since, Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal((0, 1), (early.New, early.Old + early.Undecided));
        Assert.NotNull(await LastUseAsync(made.OldName!, since));

        Simulator.Settings.CredentialsLatency = TimeSpan.Zero;
        World.RecordLogin(User, made.Secret.Reveal(), Tableau);
        var late = await Tokens.SightAsync(User, Old, since, Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal((1, 1, 0), (late.New, late.Old, late.Undecided));
    }

    [Fact]
    public async Task The_last_use_is_that_of_this_token_by_anybody()
    {
        var (old, fresh) = await PrepareAsync();
        World.RecordLogin(User, old, Tableau);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        Assert.Null(await LastUseAsync(Old, since));

        World.RecordLogin(User, old, "SQL_API", "10.0.0.9");
        var used = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);

        var last = await LastUseAsync(Old, since);
        Assert.InRange(last!.Value, since, used);
    }

    [Fact]
    public async Task A_login_by_nobody_knows_which_token_counts_as_a_use_until_it_is_known()
    {
        var (_, fresh) = await PrepareAsync();
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, fresh, Tableau);
        Simulator.Settings.CredentialsLatency = TimeSpan.FromHours(1);
        Assert.NotNull(await LastUseAsync(Old, since));

        Simulator.Settings.CredentialsLatency = TimeSpan.Zero;
        Assert.Null(await LastUseAsync(Old, since));
    }

    [Fact]
    public async Task A_look_resumes_a_warehouse_once_at_most()
    {
        var (old, _) = await PrepareAsync();
        World.RecordLogin(User, old, Tableau);
        World.Warehouse("REFRESH_WH").AutoSuspend = TimeSpan.FromHours(1);
        await SightAsync(Clock.GetUtcNow());
        Assert.Equal((1, 2), (World.Warehouse("REFRESH_WH").Resumes, World.Warehouse("REFRESH_WH").Statements));
    }

    [Fact]
    public async Task A_history_that_may_not_be_read_is_no_empty_one()
    {
        await PrepareAsync();
        Refuse("login_history", "002003", "02000");
        var since = Clock.GetUtcNow();
        Assert.Equal(SnowflakeErrorKind.NotFound, (await Assert.ThrowsAsync<SnowflakeException>(() => SightAsync(since))).Kind);
        Assert.Equal(SnowflakeErrorKind.NotFound, (await Assert.ThrowsAsync<SnowflakeException>(() => LastUseAsync(Old, since))).Kind);
    }

    private async Task<(string Old, string New)> PrepareAsync()
    {
        var old = World.AddToken(User, Old, Role);
        return (old, (await MakeAsync(Adding())).Secret.Reveal());
    }

    private Task<TokenSightings> SightAsync(DateTimeOffset since, DateTimeOffset? until = null) =>
        Tokens.SightAsync(User, New, since, until ?? Clock.GetUtcNow(), CancellationToken.None);

    private Task<DateTimeOffset?> LastUseAsync(string token, DateTimeOffset since) => Tokens.LastUseAsync(User, token, since, CancellationToken.None);
}
