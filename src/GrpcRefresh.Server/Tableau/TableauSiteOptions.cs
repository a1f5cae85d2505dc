namespace GrpcRefresh.Server.Tableau;

/// <summary>One site of a server and the account that works there.</summary>
internal sealed class TableauSiteOptions
{
    /// <summary>The text after <c>/site/</c> in the browser's address, not the display name; empty is the Default site.</summary>
    public string ContentUrl { get; set; } = "";

    public TableauCredentialOptions Credential { get; } = new();
}
