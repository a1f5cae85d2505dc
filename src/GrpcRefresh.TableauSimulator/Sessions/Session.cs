using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>A live session: one user on one site.</summary>
internal sealed class Session(string token, User user, Site site, string credential, DateTimeOffset now)
{
    public string Token => token;

    public User User => user;

    public Site Site => site;

    /// <summary>What it was signed in with; one session at a time for each.</summary>
    public string Credential => credential;

    public DateTimeOffset LastUsed { get; set; } = now;
}
