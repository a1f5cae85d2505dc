using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>What an update asks for; what it leaves out stays as it is.</summary>
internal sealed record ConnectionChange
{
    public string? ServerAddress { get; init; }

    public string? ServerPort { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string? AuthenticationType { get; init; }

    public bool? EmbedPassword { get; init; }

    public bool? QueryTaggingEnabled { get; init; }

    public static ConnectionChange From(XElement body)
    {
        var element = body.Element("connection") ?? throw Refuse.Malformed("The connection is missing.");
        return new ConnectionChange
        {
            ServerAddress = element.Attribute("serverAddress")?.Value,
            ServerPort = element.Attribute("serverPort")?.Value,
            UserName = element.Attribute("userName")?.Value,
            Password = element.Attribute("password")?.Value,
            AuthenticationType = element.Attribute("authenticationType")?.Value,
            EmbedPassword = Flag(element, "embedPassword"),
            QueryTaggingEnabled = Flag(element, "queryTaggingEnabled"),
        };
    }

    public ItemConnection ApplyTo(ItemConnection connection) => connection with
    {
        ServerAddress = ServerAddress ?? connection.ServerAddress,
        ServerPort = ServerPort ?? connection.ServerPort,
        UserName = UserName ?? connection.UserName,
        Secret = Password ?? connection.Secret,
        AuthenticationType = AuthenticationType ?? connection.AuthenticationType,
        EmbedPassword = EmbedPassword ?? connection.EmbedPassword,
        QueryTaggingEnabled = connection.Type == "snowflake" ? connection.QueryTaggingEnabled : QueryTaggingEnabled ?? connection.QueryTaggingEnabled,
    };

    private static bool? Flag(XElement element, string name) => element.Attribute(name)?.Value switch
    {
        null => null,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw Refuse.Malformed($"'{name}' is neither true nor false."),
    };
}
