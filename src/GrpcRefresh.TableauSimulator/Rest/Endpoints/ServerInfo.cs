namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>The server's versions, for anyone who asks.</summary>
internal static class ServerInfo
{
    private static readonly Dictionary<string, string> Products = new(StringComparer.Ordinal)
    {
        ["3.15"] = "2022.1.0",
        ["3.16"] = "2022.2.0",
        ["3.19"] = "2023.1.0",
        ["3.21"] = "2023.3.0",
        ["3.22"] = "2024.1.0",
        ["3.23"] = "2024.2.0",
        ["3.24"] = "2024.3.0",
        ["3.25"] = "2025.1.0",
        ["3.26"] = "2025.2.0",
        ["3.27"] = "2025.3.0",
    };

    public static RestAnswer Get(RestCall call)
    {
        var version = call.World.Settings.ApiVersion;
        return RestAnswer.Ok(Xml.Element(
            "serverInfo",
            Xml.Element("productVersion", Xml.Attribute("build", "20253.25.1118.1119"), Products.GetValueOrDefault(version, "2026.1.0")),
            Xml.Element("restApiVersion", version)));
    }
}
