using System.Xml.Linq;
using GrpcRefresh.Simulation.Sessions;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Finds out who signs in. Whatever is wrong, the refusal is the same; only connected apps are told a number.</summary>
internal static class Identification
{
    private static readonly Version JwtSince = new(3, 17);

    public static Identity Of(RestCall call, XElement credentials, Site site)
    {
        string?[] kinds = [Text(credentials, "personalAccessTokenName"), Text(credentials, "name"), Text(credentials, "jwt")];
        return kinds switch
        {
            [{ } name, null, null] => ByToken(call, name, Secret(credentials, "personalAccessTokenSecret"), site),
            [null, { } name, null] => ByPassword(call, name, Secret(credentials, "password"), site),
            [null, null, { } jwt] when call.Version >= JwtSince => call.World.AppGate.Admit(jwt, site, call.Now),
            _ => throw Refuse.Malformed("Give one credential: a user name, a personal access token, or a JWT."),
        };
    }

    private static Identity ByToken(RestCall call, string name, string secret, Site site)
    {
        var token = call.World.Data.Tokens.Find(token => token.Name == name && token.Secret == secret) ?? throw Refuse.SignInFailed();
        var user = call.World.Data.Users.Find(user => user.Luid == token.UserLuid && user.SiteLuid == site.Luid) ?? throw Refuse.SignInFailed();
        return new Identity(user, token.Name) { IsExclusive = true };
    }

    private static Identity ByPassword(RestCall call, string name, string password, Site site)
    {
        var user = call.World.Data.Users.Find(user => user.Name == name && user.SiteLuid == site.Luid && user.Password == password);
        return new Identity(user ?? throw Refuse.SignInFailed(), $"password of {name}");
    }

    private static string Secret(XElement credentials, string name) =>
        Text(credentials, name) ?? throw Refuse.Malformed("Payload is either malformed or incomplete.");

    private static string? Text(XElement credentials, string name) => credentials.Attribute(name)?.Value;
}
