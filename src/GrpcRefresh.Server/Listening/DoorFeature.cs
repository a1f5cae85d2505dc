using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Listening;

/// <summary>On a connection: the door it came in by.</summary>
internal sealed record DoorFeature(Door Door)
{
    /// <summary>The door of a request; none in a test without listeners.</summary>
    public static Door? Of(HttpContext context) => context.Features.Get<DoorFeature>()?.Door;
}
