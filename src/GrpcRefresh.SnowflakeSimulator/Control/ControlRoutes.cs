using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>The control API: not part of Snowflake, for tests and demos. Never counted and never faulted.</summary>
internal static class ControlRoutes
{
    public static void MapControl(this WebApplication app, SnowflakeSimulator simulator)
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
        control.MapPost("/faults", (Fault fault) => Results.Created((string?)null, faults.Add(fault)));
        control.MapDelete("/faults", () => Done(faults.Clear));
        control.MapPut("/users/{user}", (string user, UserPut put) => Done(() => put.ApplyTo(world.User(user))));
        control.MapPost("/logins", (LoginPost login) => Results.Ok(new { accepted = login.Try(world) }));
        control.MapGet("/state", () => Results.Ok(StateDump.Of(world)));
    }

    private static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }
}
