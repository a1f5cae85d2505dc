using GrpcRefresh.Cli.Output;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Cli.TheRotation;

namespace GrpcRefresh.Tests.Cli;

public sealed class PlanTextTests
{
    [Fact]
    public void A_plan_tells_what_changes_what_can_be_proved_and_what_is_left_out()
    {
        var canary = Step(1, "Shipments");
        (canary.Canary, canary.CanRollBack) = (true, true);
        var live = Step(2, "Live\nOnes");
        (live.Provable, live.ChangesUserName, live.NewUserName, live.ChangesEmbedPassword) = (ProofLevel.Stored, true, "OPS_2", true);
        live.Detail = "A live connection cannot be proved by a refresh.";
        var skipped = Step(3, "Other", RotationStepState.Skipped);
        skipped.Detail = "It signs in by OAuth.";
        var plan = new RotationPlan
        {
            Steps = { canary, live, skipped },
            ChangedConnections = 2,
            UpdateRequests = 2,
            RefreshStarts = 1,
            Unselected = { new UnselectedConnections { ServerAddress = Account, UserName = "FINANCE", AuthenticationKind = AuthenticationKind.Password, ConnectionCount = 12, ItemNames = { "Ledger", "Spend" } } },
            Warnings = { "The old secret is unknown." },
        };

        var lines = PlanText.Of(plan).Split('\n');

        Assert.Equal(
            [
                "STEP  CHANGES                 CANARY  PROVABLE  ROLL BACK  SITE       CONTENT                                HOST                                   USER          NOTE",
                "1     secret                  canary  USES_NEW  yes        (default)  Operations / R&D / Lab 5% / Shipments  acme-analytics.snowflakecomputing.com  OPS",
                "2     secret, user, keeps it          STORED    no         (default)  Operations / R&D / Lab 5% / Live Ones  acme-analytics.snowflakecomputing.com  OPS -> OPS_2  A live connection cannot be proved by a refresh.",
                "3     nothing                         -         -          (default)  Operations / R&D / Lab 5% / Other      acme-analytics.snowflakecomputing.com  OPS           It signs in by OAuth.",
                "",
                "2 connections to change with 2 update(s); 1 refresh(es) to prove it. 1 left alone.",
                "Canaries: Operations / R&D / Lab 5% / Shipments.",
                "Provable: 1 USES_NEW, 1 STORED.",
                "Cannot be rolled back: 1.",
                "Warning: The old secret is unknown.",
                "",
                "NOT SELECTED  HOST                                   USER     SIGNS IN BY  CONTENT",
                "12            acme-analytics.snowflakecomputing.com  FINANCE  password     Ledger; Spend",
            ],
            lines);
    }

    [Fact]
    public void Who_uses_the_tokens_is_told()
    {
        var plan = new RotationPlan { TokenUses = { new TokenUse { User = "OPS", TokenName = "OLD", Client = "DBT", ClientAddress = "10.2.2.2", LoginCount = 7, LastLoginTime = new() { Seconds = 1_788_264_000 } } } };

        Assert.Equal(
            ["SIGNED IN AS  TOKEN  CLIENT  FROM      LOGINS  LAST", "OPS           OLD    DBT     10.2.2.2  7       2026-09-01T12:00:00Z"],
            PlanText.Of(plan).Split('\n').TakeLast(2));
    }

    [Fact]
    public void A_plan_without_anything_to_change_says_so() => Assert.Equal(
        ["", "0 connections to change with 0 update(s); 0 refresh(es) to prove it. 0 left alone.", "Canaries: none.", "Provable: none."],
        PlanText.Of(new RotationPlan()).Split('\n'));
}
