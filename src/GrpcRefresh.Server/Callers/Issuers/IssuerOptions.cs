namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>An OpenID Connect issuer whose tokens let callers in, for example of Snowflake's workload identity federation. Its name stands before those of its callers.</summary>
internal sealed class IssuerOptions
{
    /// <summary>What its tokens have as <c>iss</c>, to the letter. Required.</summary>
    public string? Issuer { get; set; }

    /// <summary>What a token must have as <c>aud</c>, alone or among others: this service, so that tokens made for others are of no use here. Required.</summary>
    public string? Audience { get; set; }

    /// <summary>Where its metadata is. Default: <see cref="Issuer"/> with <c>/.well-known/openid-configuration</c> behind it.</summary>
    public Uri? MetadataAddress { get; set; }

    /// <summary>Where its keys are (a JWKS), for an issuer without metadata. Either this or <see cref="MetadataAddress"/>.</summary>
    public Uri? KeysAddress { get; set; }

    /// <summary>The algorithms that a token may be signed with, of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512. Default: RS256 and ES256.</summary>
    public List<string> Algorithms { get; } = [];

    /// <summary>By how much its clock may differ from ours.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A PEM file with the certificate authorities to trust for its addresses instead of the system's.</summary>
    public string? CaFile { get; set; }

    public List<SubjectOptions> Subjects { get; } = [];

    internal Uri? Metadata => MetadataAddress
        ?? (Uri.TryCreate($"{Issuer?.TrimEnd('/')}/.well-known/openid-configuration", UriKind.Absolute, out var usual) ? usual : null);
}
