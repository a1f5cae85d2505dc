using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Planning;

public sealed class TokenPlanningTests
{
    private const string User = "SALES_SVC";

    private static readonly SnowflakeTokenRecord Old = new("OLD_PAT", "TABLEAU", null, IsActive: true, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly TokenOrder Order = new(User, null, TimeSpan.FromHours(24), KeepsOld: false, null, null, TokenMethod.Add);

    private static readonly TokenSurvey Survey = new(Old, "TABLEAU", HistoryIsReadable: true, [], []);

    [Fact]
    public void A_token_is_named_after_its_job()
    {
        var planned = Plan(Order, Survey);

        Assert.Equal(("GRPCREFRESH_0A1B_1", ""), (planned.NameIn("0a1b"), planned.NameIn("")));
        Assert.Equal(Old.CreatedAt, planned.Begin("0a1b").OldCreatedAt);
        Assert.Equal(("OLD_PAT", "TABLEAU", RotationTokenState.Planned), (planned.Begin("0a1b").OldName, planned.Begin("0a1b").Role, planned.Begin("0a1b").State));
    }

    [Fact]
    public void A_rotated_token_keeps_its_name() => Assert.Equal("OLD_PAT", Plan(Order with { Method = TokenMethod.Rotate, OldToken = "OLD_PAT" }, Survey).NameIn("0a1b"));

    [Fact]
    public void What_can_be_proved_lets_the_old_token_go() => Assert.Null(Plan(Order, Survey).WhyOldStays);

    [Theory]
    [InlineData("keep_old_token asks for it", true, true, true, ProofLevel.UsesNew)]
    [InlineData("there is none, or nobody can tell which it is", false, false, true, ProofLevel.UsesNew)]
    [InlineData("login history could not be read", false, true, false, ProofLevel.Works)]
    [InlineData("1 of 1 connections are not proved to use the new one ('Orders')", false, true, true, ProofLevel.Stored)]
    public void Why_it_stays_is_told_beforehand(string why, bool keeps, bool hasOld, bool readable, ProofLevel provable) => Assert.Contains(
        why, Plan(Order with { KeepsOld = keeps }, Survey with { Old = hasOld ? Old : null, HistoryIsReadable = readable }, provable).WhyOldStays, StringComparison.Ordinal);

    [Fact]
    public void What_could_not_be_looked_at_keeps_it() =>
        Assert.Contains("2 sites or items could not be looked at", Plan(Order, Survey, gaps: 2).WhyOldStays, StringComparison.Ordinal);

    [Fact]
    public void Other_connections_of_the_user_keep_it_but_not_those_that_hold_no_secret()
    {
        var other = Some.Connection() with { ConnectionId = "c2", ItemName = "Clean Shipments", UserName = "sales_svc", ServerAddress = "xy12345.snowflakecomputing.com" };

        Assert.Contains("1 other connections sign in as SALES_SVC and are not changed by this rotation ('Clean Shipments')", With(other).WhyOldStays, StringComparison.Ordinal);
        Assert.Null(With(other with { UserName = "ANOTHER" }).WhyOldStays);
        Assert.Null(With(other with { EmbedPassword = false }).WhyOldStays);
        Assert.Null(With(other with { AuthenticationKind = AuthenticationKind.KeyPair }).WhyOldStays);
        Assert.Null(With(other with { ConnectionType = "sqlserver" }).WhyOldStays);
        Assert.EndsWith("Of 1 of them Tableau does not tell the user name.", With(other with { UserName = "" }).WhyOldStays, StringComparison.Ordinal);
        Assert.NotNull(With(other with { ConnectionType = "" }).WhyOldStays);
        Assert.NotNull(With(other with { ConnectionType = "", UserName = "" }).WhyOldStays);
        Assert.Null(With(other with { ConnectionType = "sqlserver", UserName = "" }).WhyOldStays);

        static PlannedToken With(ConnectionRecord connection) => Plan(Order, Survey, others: connection);
    }

    [Fact]
    public void Other_connections_are_named_on_the_rotations_own_sites_alone()
    {
        var here = Some.Connection() with { ConnectionId = "c2", ItemName = "Clean Shipments", UserName = User };
        var there = here with { ConnectionId = "c3", ItemName = "Payroll", Site = new GrpcRefresh.Server.SiteKey(here.Site.Server, "another") };

        Assert.Contains("2 other connections sign in as SALES_SVC and are not changed by this rotation ('Clean Shipments'; 1 on other sites)", With(here, there), StringComparison.Ordinal);
        Assert.Contains("1 other connections sign in as SALES_SVC and are not changed by this rotation (on other sites)", With(there), StringComparison.Ordinal);

        static string With(params ConnectionRecord[] others) => Plan(Order, Survey, others: others).WhyOldStays!;
    }

    [Fact]
    public void Connections_of_another_user_hold_none_of_this_users_tokens()
    {
        var planned = Plan(Order with { User = "NEW_SVC" }, Survey, step: Step(ProofLevel.UsesNew) with { NewUserName = "NEW_SVC" });

        Assert.Null(planned.Old);
        Assert.Equal("OLD_PAT", Plan(Order with { User = "NEW_SVC", OldToken = "OLD_PAT" }, Survey, step: Step(ProofLevel.UsesNew) with { NewUserName = "NEW_SVC" }).Old);
    }

    [Fact]
    public void Warnings_tell_of_an_old_token_that_stays_and_of_the_new_ones_end()
    {
        var survey = Survey with { Warnings = ["Of the survey."], Lifetime = new TokenLifetime(90, IsOrdered: false), Now = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero) };

        var warnings = TokenPlanning.Warnings([Plan(Order, survey, ProofLevel.Stored)]).ToList();

        Assert.Equal("Of the survey.", warnings[0]);
        Assert.StartsWith("SALES_SVC: The old token stays: 1 of 1 connections", warnings[1], StringComparison.Ordinal);
        Assert.Equal("SALES_SVC: the new token expires after 90 days (as the old one had), on 2027-02-20. Rotate again before that, or say days_to_expiry.", warnings[2]);
    }

    [Fact]
    public void A_rotated_tokens_clock_is_told()
    {
        var rotated = Plan(Order with { Method = TokenMethod.Rotate, OldToken = "OLD_PAT" }, Survey);
        Assert.Contains("Snowflake ends the old secret 24 hours after the new one was made", Assert.Single(TokenPlanning.Warnings([rotated])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotation_that_would_lock_somebody_out_is_refused()
    {
        var order = Order with { Method = TokenMethod.Rotate, OldToken = "OLD_PAT" };
        var other = Some.Connection() with { ConnectionId = "c2", UserName = User };
        Assert.All<Action>(
            [() => Plan(order, Survey, ProofLevel.Stored), () => Plan(order, Survey, gaps: 1), () => Plan(order, Survey, others: other), () => Plan(order, Survey with { HistoryIsReadable = false })],
            plan =>
            {
                var failure = Assert.Throws<RefusedException>(plan).Failure;
                Assert.Equal("snowflake_token.method", Assert.Single(failure.Fields).Field);
                Assert.Contains("Use TOKEN_METHOD_ADD", failure.Message, StringComparison.Ordinal);
            });
    }

    [Theory]
    [InlineData(null, 90.0, 90)]
    [InlineData(null, 400.0, 365)]
    [InlineData(null, 0.2, 1)]
    [InlineData(null, null, null)]
    [InlineData(30, 90.0, 30)]
    public void The_new_token_lasts_as_long_as_ordered_or_as_the_old_one_did(int? ordered, double? oldDays, int? days)
    {
        var made = new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
        var order = Order with { DaysToExpiry = ordered };
        var survey = Survey with { Lifetime = TokenLifetime.Of(order, oldDays is { } lasted ? Old with { CreatedAt = made, ExpiresAt = made.AddDays(lasted) } : null) };

        Assert.Equal(days, Plan(order, survey).Begin("0a1b").Order.DaysToExpiry);
    }

    private static PlannedToken Plan(
        TokenOrder order, TokenSurvey survey, ProofLevel provable = ProofLevel.UsesNew, int gaps = 0, RotationStepRecord? step = null, params ConnectionRecord[] others)
    {
        var planned = step ?? Step(provable);
        return Assert.Single(TokenPlanning.Of(
            new Dictionary<string, SurveyedToken> { [""] = new(order, survey) }, [planned], [planned.Connection, .. others], gaps));
    }

    private static RotationStepRecord Step(ProofLevel provable) => Some.Step() with { Meant = true, Provable = provable };
}
