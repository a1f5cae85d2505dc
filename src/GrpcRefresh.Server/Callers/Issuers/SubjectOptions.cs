using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>A caller of the issuer, and what it may do where. Subjects that are not listed are refused.</summary>
internal sealed class SubjectOptions
{
    /// <summary>What its tokens have as <c>sub</c>, to the letter. Required.</summary>
    public string? Subject { get; set; }

    /// <summary>What it is called, behind the issuer's name and a colon. Default: the subject.</summary>
    public string? Name { get; set; }

    /// <summary>What it may do: <c>Viewer</c>, <c>Refresher</c>, <c>Rotator</c> or <c>Admin</c>. Required.</summary>
    public Role? Role { get; set; }

    /// <summary>The names of the Tableau servers on which it may act. None means all.</summary>
    public List<string> Servers { get; } = [];

    /// <summary>The contentUrls of the sites on which it may act; the empty text is the Default site. None means all.</summary>
    public List<string> Sites { get; } = [];

    /// <summary>The projects in which it may act, each with those below it, as <c>A/B</c>; a slash in a name is <c>%2F</c>. None means all.</summary>
    public List<string> Projects { get; } = [];
}
