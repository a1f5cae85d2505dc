namespace GrpcRefresh.Tests.Tableau;

/// <summary>A request that reached the stub.</summary>
/// <param name="Route">Method and path, without <c>/api/{version}</c> and <c>/sites/{id}</c>.</param>
internal sealed record TableauCall(string Route, string Path, string Query, string? Token, string Body, HttpRequestMessage Message);
