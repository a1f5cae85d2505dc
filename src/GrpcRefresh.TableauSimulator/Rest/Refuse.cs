using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>Tableau's error codes by name, with the words it uses at run time where those are known.</summary>
internal static class Refuse
{
    public static RestRefusal Malformed(string detail) => BadRequest("400000", detail);

    public static RestRefusal BadPageNumber() => BadRequest("400006", "The page number is not an integer, is less than one, or is past the last page.");

    public static RestRefusal BadPageSize() => BadRequest("400007", "The page size is not an integer or is less than one.");

    public static RestRefusal UnreadableJob(string job) => BadRequest("400031", $"There was a problem querying job '{job}'.");

    /// <summary>Real servers answer this now and then, and take the same update at the next try.</summary>
    public static RestRefusal ConnectionProblem(ContentItem item) => BadRequest(
        "400033",
        $"There was a problem updating connection information for {item.KindName} '{item.Luid}'. java.lang.NullPointerException");

    public static RestRefusal ConnectionNotEditable(string connection, ContentItem item) =>
        BadRequest("400039", $"There was a problem updating connection '{connection}' for {item.KindName} '{item.Luid}'.");

    public static RestRefusal UnknownFilterKey() =>
        BadRequest("400065", "The filter query contains a key which is not recognized for this api version.");

    public static RestRefusal BadFilter(string detail) => BadRequest("400065", detail);

    public static RestRefusal UnknownWebhookToTest(string webhook) => BadRequest("400113", $"Webhook '{webhook}' could not be found.");

    public static RestRefusal ReasonWithoutDisabling() => BadRequest("400127", "A statusChangeReason needs isEnabled to be false.");

    public static RestRefusal NoToken() => Unauthorized("401000", "No authentication credentials were provided.");

    public static RestRefusal SignInFailed() =>
        new(StatusCodes.Status401Unauthorized, "401001", "Signin Error", "Error signing in to Tableau Server");

    /// <summary>A connected app's token was refused; the number says why.</summary>
    public static RestRefusal SignInFailed(int reason) =>
        new(StatusCodes.Status401Unauthorized, "401001", "Signin Error", $"Error signing in to Tableau Server (errorCode={reason})");

    public static RestRefusal SiteNotAvailable() => Unauthorized("401003", "The site is not available to the user, or could not be found.");

    public static RestRefusal SameSite() => Forbidden("403070", "The user is already signed in to this site.");

    public static RestRefusal BadToken() => Unauthorized("401002", "Invalid authentication credentials were provided.");

    public static RestRefusal OtherSite() => Forbidden("403004", "The session is not authorized for the site in the request.");

    public static RestRefusal PageSizeTooLarge() => Forbidden("403014", "The page size is larger than the maximum of 1000.");

    public static RestRefusal ConnectionUpdateNotAllowed(ContentItem item) => Forbidden(
        item.Kind == ContentKind.Workbook ? "403029" : "403023",
        $"User does not have permission to update the connections of {item.KindName} '{item.Luid}'.");

    /// <summary>Only for data sources: permission to write is there, but connections are the owner's.</summary>
    public static RestRefusal ConnectionUpdateNotTheOwners(ContentItem item) => Forbidden(
        "403027", $"Only the owner or a project leader may update the connections of {item.KindName} '{item.Luid}'.");

    public static RestRefusal NotAllowed() => Forbidden("403032", "User does not have permission to perform this operation.");

    public static RestRefusal JobAlreadyEnded(string job) => Forbidden("403091", $"Job '{job}' has already completed.");

    public static RestRefusal NoExtract(ContentItem item) =>
        Forbidden("403180", $"Full extract refresh operation for the {item.KindName} '{item.Luid}' is not allowed.");

    public static RestRefusal UnknownSite(string site) => NotFound("404000", $"Site '{site}' could not be found.");

    public static RestRefusal UnknownUser(string user) => NotFound("404002", $"User '{user}' could not be found.");

    public static RestRefusal UnknownResource(string path) => NotFound("404003", $"Unknown resource '{path}' specified in URI.");

    public static RestRefusal UnknownItem(ContentKind kind, string luid) => kind == ContentKind.Workbook
        ? NotFound("404006", $"Workbook '{luid}' could not be found.")
        : NotFound("404004", $"Datasource '{luid}' could not be found.");

    public static RestRefusal UnknownDatasourceOfConnections(string luid) => NotFound("404011", $"Datasource '{luid}' could not be found.");

    public static RestRefusal UnknownSchedule(string schedule) => NotFound("404010", $"Schedule '{schedule}' could not be found.");

    public static RestRefusal UnknownJob(string job) => NotFound("404018", $"Job '{job}' could not be found.");

    public static RestRefusal UnknownConnection(string connection) => NotFound("404020", $"Connection '{connection}' could not be found.");

    public static RestRefusal UnknownWebhook(string webhook) => NotFound("404003", $"Webhook '{webhook}' could not be found.");

    public static RestRefusal UnknownSideContent(SideContentKind kind, string luid) =>
        NotFound("404003", $"{(kind == SideContentKind.Flow ? "Flow" : "Virtual connection")} '{luid}' could not be found.");

    public static RestRefusal UnknownTask(string task) => NotFound("404026", $"Task '{task}' could not be found.");

    public static RestRefusal WrongVerb(string method) =>
        new(StatusCodes.Status405MethodNotAllowed, "405000", "Method Not Allowed", $"Request type {method} was not allowed.");

    public static RestRefusal AlreadyQueued(ContentItem item) => new(
        StatusCodes.Status409Conflict, "409093", "Resource Conflict", $"Job for '{item.Name}' is already queued. Not queuing a duplicate.");

    private static RestRefusal BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, "Bad Request", detail);

    private static RestRefusal Unauthorized(string code, string detail) =>
        new(StatusCodes.Status401Unauthorized, code, "Unauthorized Access", detail);

    private static RestRefusal Forbidden(string code, string detail) => new(StatusCodes.Status403Forbidden, code, "Forbidden", detail);

    private static RestRefusal NotFound(string code, string detail) => new(StatusCodes.Status404NotFound, code, "Resource Not Found", detail);
}
