using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>A client that logs in, by its own account.</summary>
internal sealed record LoginPost(string User, string Secret, string Client = "OTHER")
{
    public bool Try(SnowflakeWorld world)
    {
        var accepted = world.Accepts(User, Secret);
        world.RecordLogin(User, Secret, Client);
        return accepted;
    }
}
