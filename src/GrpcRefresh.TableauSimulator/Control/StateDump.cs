using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Control;

/// <summary>The world for people to read. Secrets are left out; instead it says whether they are accepted.</summary>
internal static class StateDump
{
    public static object Of(TableauWorld world) => world.Run(() => (object)new
    {
        Time = world.Now,
        world.Settings,
        Sites = world.Sites,
        Projects = world.Projects.Select(project => new { project.Luid, project.Path, Site = SiteOf(world, project.SiteLuid) }).ToList(),
        Items = world.Items.Select(item => Item(item, world)).ToList(),
        SideContents = world.SideContents.Select(content => SideContent(content, world)).ToList(),
        Jobs = world.Jobs.Select(Job).ToList(),
        Tasks = world.Tasks,
        Webhooks = world.Webhooks,
        Sessions = world.Sessions.All.Select(session => new { session.Identity.Credential, session.Identity.Scopes, session.Site.ContentUrl, session.LastUsed }).ToList(),
        SnowflakeFailedLogins = world.Snowflake.Users.ToDictionary(user => user, world.Snowflake.FailedLogins),
        SnowflakeLocks = world.Snowflake.Users.Where(user => world.Snowflake.LockedUntil(user) is not null).ToDictionary(user => user, world.Snowflake.LockedUntil),
        SnowflakeUsers = world.Snowflake.Users.ToDictionary(user => user, user => world.Snowflake.CountSecrets(user)),
    });

    public static object Item(ContentItem item, TableauWorld world) => new
    {
        item.Luid,
        item.Kind,
        Site = item.Site.ContentUrl,
        item.Path,
        item.VizportalUrlId,
        Owner = item.Owner.Name,
        item.Writers,
        item.HasExtracts,
        item.ConsecutiveFailures,
        ExtractUpdatedAt = item.ExtractUpdates.LastOrDefault()?.At,
        item.ViaBridge,
        item.NextOutcome,
        item.JobDuration,
        Connections = item.Connections.Select(connection => Connection(connection, world)).ToList(),
    };

    public static object Job(Job job) => new
    {
        job.Luid,
        job.ItemLuid,
        job.ItemName,
        job.State,
        job.Incremental,
        job.Priority,
        job.StartedBy,
        job.CreatedAt,
        job.StartedAt,
        job.CompletedAt,
        job.FinishCode,
        job.Notes,
        job.StatusNote,
        job.Outcome,
        job.Vanished,
    };

    private static object SideContent(SideContent content, TableauWorld world) => new
    {
        content.Luid,
        content.Kind,
        Site = content.Site.ContentUrl,
        Path = $"{content.Project.Path}/{content.Name}",
        content.VizportalUrlId,
        Owner = content.Owner.Name,
        Connections = content.Connections.Select(connection => Connection(connection, world)).ToList(),
    };

    private static object Connection(ItemConnection connection, TableauWorld world) => new
    {
        connection.Luid,
        connection.Type,
        connection.ServerAddress,
        connection.UserName,
        connection.AuthenticationType,
        connection.EmbedPassword,
        connection.SecretsGiven,
        SecretAccepted = !connection.NeedsPassword || world.Snowflake.Accepts(connection.UserName, connection.Secret),
    };

    private static string SiteOf(TableauWorld world, string luid) => world.Sites.First(site => site.Luid == luid).ContentUrl;
}
