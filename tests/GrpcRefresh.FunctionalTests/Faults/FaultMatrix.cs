using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Faults.Outcome;
using static GrpcRefresh.FunctionalTests.Faults.Troubles;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>The table: each route that the service uses, under each fault. The tests run it, and docs/faults.md is written from it.</summary>
internal static class FaultMatrix
{
    private static readonly Outcome Unreachable = Refused(ErrorReason.TableauUnreachable, 15);
    private static readonly Outcome Throttled = Refused(ErrorReason.TableauThrottled, 5);
    private static readonly Outcome ThrottledLong = Refused(ErrorReason.TableauThrottled, 60);
    private static readonly Outcome AuthFailed = Refused(ErrorReason.TableauAuthFailed);
    private static readonly Outcome AuthPaused = Refused(ErrorReason.TableauAuthFailed, 30);

    private static readonly RefreshStory Datasources = new(
        ResourceType.Datasource, RefreshMode.Full, "Sales/Orders", "Finance/Ledger", "Operations/Shipments");

    private static readonly RefreshStory Workbooks = new(
        ResourceType.Workbook, RefreshMode.Full, "Sales/Superstore", "Finance/Budget vs Actuals", "Operations/Warehouse Stock");

    private static readonly RefreshStory Incremental = new(ResourceType.Datasource, RefreshMode.Incremental, "Sales/Orders");
    private static readonly bool[] BothWays = [false, true];
    private static readonly SessionLossStory SessionLoss = new("Sales/Orders", "Finance/Ledger", "Operations/Shipments");

    /// <summary>What a call depends on: repeated within the call, then refused with the documented reason.</summary>
    public static IReadOnlyList<MatrixRow> Calls { get; } =
    [
        Call("sign-in", "POST", "/auth/signin", CallStories.ByLuid, (Session, AuthPaused), (Session, AuthPaused)),
        Call("server info", "GET", "/serverinfo", CallStories.ByLuid, (Session, AuthFailed), (Session, AuthFailed)),
        Call("item by luid", "GET", "/sites/*/datasources/*", CallStories.ByLuid),
        Call("items by name", "GET", "/sites/*/datasources", CallStories.ByPath),
        Call("projects", "GET", "/sites/*/projects", CallStories.ByPath),
        new("users", "GET", "/sites/*/users/*", CallStories.ByPath, Always(Answers), Always(Answers)),
        new("metadata: luid by address", "POST", "/metadata/graphql", CallStories.ByUrl, Always(Answers), Always(Answers, (Session, AuthFailed))),
        Call("extract tasks", "GET", "/sites/*/tasks/extractRefreshes", CallStories.IncrementalRehearsal),
        Call("extracts of a schedule", "GET", "/sites/*/schedules/*/extracts", CallStories.IncrementalRehearsal),
    ];

    /// <summary>What a job depends on: it outlasts every fault.</summary>
    public static IReadOnlyList<MatrixRow> Jobs { get; } =
    [
        new("sign-in", "POST", "/auth/signin", new AwayStory(), Always(Ends, (Session, AsCall)), Always(Waits, (Session, AsCall))),
        new("server info", "GET", "/serverinfo", new AwayStory(), Always(Ends, (Session, AsCall)), Always(Waits, (Session, AsCall))),
        new("refresh a data source", "POST", "/sites/*/datasources/*/refresh", Datasources, Always(Ends), Posted),
        new("refresh a workbook", "POST", "/sites/*/workbooks/*/refresh", Workbooks, Always(Ends), Posted),
        new("run a task", "POST", "/sites/*/tasks/extractRefreshes/*/runNow", Incremental, Always(Ends), Posted),
        new("extract tasks", "GET", "/sites/*/tasks/extractRefreshes", new FollowUpStory(), Always(Ends), Always(Waits)),
        new("extracts of a schedule", "GET", "/sites/*/schedules/*/extracts", new FollowUpStory(), Always(Ends), Always(Waits)),
        new("list of jobs", "GET", "/sites/*/jobs", Datasources, Always(Ends), Always(Waits)),
        new("one job", "GET", "/sites/*/jobs/*", Datasources, Always(Ends), Always(Waits)),
        new("metadata: last update", "POST", "/metadata/graphql", new VanishedStory(), Always(Ends), Always(Unknown)),
        new("cancel", "PUT", "/sites/*/jobs/*", new CancelStory(), NoBody(Ends), NoBody(Waits, (Lost, Ends))),
        new("sign-in in mid-run", "POST", "/auth/signin", SessionLoss, Always(Ends), Always(Waits)),
        new("sign-out", "POST", "/auth/signout", new StopStory(), NoBody(Stops), NoBody(Stops)),
    ];

    /// <summary>What a rotation does to Tableau: asked again for as long as its patience lasts.</summary>
    public static IReadOnlyList<MatrixRow> Rotations { get; } =
    [
        new("update one connection", "PUT", "/sites/*/datasources/*/connections/*", new RotationStory("a data source with one connection", "Operations/Shipments"), Always(AsAsked), Changing),
        new("update several connections", "PUT", "/sites/*/workbooks/*/connections", new RotationStory("a workbook with three", "Load/Workbook 0001"), Always(AsAsked), Changing),
        new("read back", "GET", "/sites/*/datasources/*/connections", new RotationStory("the data source again", "Operations/Shipments", readsBack: true), Always(AsAsked), ReadingBack),
    ];

    public static IEnumerable<Cell> Cells =>
        from placed in Calls.Select(row => (Group: "call", Row: row))
            .Concat(Jobs.Select(row => (Group: "job", Row: row)))
            .Concat(Rotations.Select(row => (Group: "rotation", Row: row)))
        from trouble in Troubles.All
        from stays in BothWays
        where placed.Row.Expected(trouble, stays).IsPlayed
        select new Cell(placed.Group, placed.Row, trouble, stays);

    // Once a run was taken, its job is found in Tableau's list, whatever becomes of the answer.
    private static Dictionary<Trouble, Outcome> Posted => Always(Waits, (Lost, Ends), (Malformed, Ends), (Truncated, Ends));

    private static Dictionary<Trouble, Outcome> Changing => Always(
        Failed("UNREACHABLE", "in doubt"), (Header, WaitsForChange), (Minute, WaitsForChange), (Session, Failed("AUTH_FAILED", "untouched")));

    private static Dictionary<Trouble, Outcome> ReadingBack => Always(
        Failed("UNREACHABLE", "not read back"), (Header, WaitsForChange), (Minute, WaitsForChange), (Session, Failed("AUTH_FAILED", "not read back")));

    private static MatrixRow Call(string name, string method, string path, Story story) =>
        Call(name, method, path, story, (Session, Answers), (Session, AuthFailed));

    private static MatrixRow Call(
        string name, string method, string path, Story story, (Trouble, Outcome) passing, (Trouble, Outcome) staying) => new(
        name,
        method,
        path,
        story,
        Always(Answers, (Minute, ThrottledLong), passing),
        Always(Unreachable, (Header, Throttled), (Minute, ThrottledLong), staying));

    private static Dictionary<Trouble, Outcome> NoBody(Outcome usual, params (Trouble, Outcome)[] but) =>
        Always(usual, [(Malformed, Impossible), (Truncated, Impossible), .. but]);

    private static Dictionary<Trouble, Outcome> Always(Outcome usual, params (Trouble, Outcome)[] but)
    {
        var outcomes = Troubles.All.ToDictionary(trouble => trouble, _ => usual);
        foreach (var (trouble, outcome) in but)
        {
            outcomes[trouble] = outcome;
        }

        return outcomes;
    }
}
