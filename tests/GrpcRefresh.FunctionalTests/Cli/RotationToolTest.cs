using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>The tool and a Snowflake user with three connections that can be changed, and one of a flow that cannot.</summary>
public abstract class RotationToolTest : ToolTest
{
    protected const string Host = "acme-analytics.snowflakecomputing.com";
    protected const string User = "OPERATIONS_SVC";
    protected const string OldSecret = "operations-svc-secret";
    protected const string NewSecret = "needle-4711-new-secret";
    protected const string Rotate = $"connection rotate --host {Host} --user {User}";
    protected const string WithSecret = $"{Rotate} --secret-env NEW_SECRET --old-secret dead";

    private protected RotationToolTest() => Variables["NEW_SECRET"] = NewSecret;

    private protected IReadOnlyList<ItemConnection> Connections =>
        [.. Service.Tableau.World.Items.SelectMany(item => item.Connections).Where(one => one.Type == "snowflake" && one.UserName == User)];

    /// <summary>How often Tableau was asked to change a connection.</summary>
    private protected int Updates => Service.Tableau.Requests.Routes.Where(one => one.Key.StartsWith("PUT ", StringComparison.Ordinal)).Sum(one => one.Value);

    private protected void ChangeInSnowflake() => Service.Tableau.World.Snowflake.SetSecrets(User, NewSecret);

    private protected static string JobId(ProgramRun run) => run.Lines[0].Split(' ')[0];
}
