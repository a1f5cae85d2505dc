using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Control;

/// <summary>The control API: not part of Tableau, for tests and demos. Never counted and never faulted.</summary>
internal static class ControlRoutes
{
    public static void MapControl(this WebApplication app, TableauSimulator simulator)
    {
        var control = app.MapGroup("/_sim");
        var (world, requests, faults, settings) = (simulator.World, simulator.Requests, simulator.Faults, simulator.Settings);
        control.MapGet("/requests", () => Results.Ok(new { requests.Total, requests.Routes }));
        control.MapDelete("/requests", () => Done(requests.Clear));
        control.MapGet("/settings", () => Results.Ok(settings));
        control.MapPatch("/settings", (SettingsPatch patch) =>
        {
            patch.ApplyTo(settings);
            return Results.Ok(settings);
        });
        control.MapGet("/faults", () => Results.Ok(faults.All));
        control.MapPost("/faults", (Fault fault) =>
        {
            faults.Add(fault);
            return Results.Created((string?)null, fault);
        });
        control.MapDelete("/faults", () => Done(faults.Clear));
        control.MapGet("/deliveries", () => Results.Ok(world.Deliveries));
        control.MapGet("/state", () => Results.Ok(StateDump.Of(world)));
        MapSnowflake(control, world.Snowflake);
        MapItems(control, world);
        MapJobs(control, world);
    }

    private static void MapSnowflake(RouteGroupBuilder control, SnowflakeAccount snowflake)
    {
        control.MapPut("/snowflake/users/{user}", (string user, SnowflakeUserPut put) => Done(() => snowflake.SetSecrets(user, put.All)));
        control.MapDelete("/snowflake/users/{user}", (string user) => Done(() => snowflake.Remove(user)));
    }

    private static void MapItems(RouteGroupBuilder control, TableauWorld world)
    {
        control.MapPatch("/items/{luid}", (string luid, ItemPatch patch) => Results.Ok(StateDump.Item(world.ChangeItem(luid, patch.ApplyTo), world)));
        control.MapDelete("/items/{luid}", (string luid) => world.RemoveItem(luid) ? Results.NoContent() : Results.Conflict());
        control.MapDelete("/items/{luid}/connections/{connection}", (string luid, string connection) =>
            Results.Ok(StateDump.Item(world.RemoveConnection(luid, connection), world)));
        control.MapPost("/items/{luid}/refresh", (string luid, StartedRefresh? refresh) =>
            Results.Created((string?)null, StateDump.Job(world.StartScheduledRefresh(luid, refresh?.Incremental == true))));
    }

    private static void MapJobs(RouteGroupBuilder control, TableauWorld world)
    {
        control.MapPatch("/jobs/{luid}", (string luid, JobPatch patch) =>
            Results.Ok(StateDump.Job(world.ChangeJob(luid, patch.Outcome, patch.Duration))));
        control.MapPatch("/tasks/{luid}", (string luid, TaskPatch patch) => Results.Ok(world.ChangeTask(luid, patch.ApplyTo)));
        control.MapDelete("/jobs/{luid}", (string luid) => Done(() => world.Vanish(luid)));
    }

    private static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }
}
