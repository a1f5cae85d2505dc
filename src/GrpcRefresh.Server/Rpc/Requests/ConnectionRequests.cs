using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Requests of CredentialService that list: either all of a request is good, or its caller hears of everything that is not.</summary>
internal static class ConnectionRequests
{
    public static (ConnectionQuery Query, bool AllConnectionTypes, int PageSize, string PageToken) Read(ListConnectionsRequest request) =>
        FieldErrors.Check(errors => (
            ConnectionSelectorFields.Read(request.Selector, "selector", errors),
            request.AllConnectionTypes,
            PageFields.ReadSize(request.PageSize, errors),
            PageFields.ReadToken(request.PageToken, "page_token", errors)));
}
