using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>Where a rotation's credential comes from, as a caller said it.</summary>
internal abstract record CredentialSource
{
    private CredentialSource()
    {
    }

    /// <summary>The name it is configured under; empty when it is not.</summary>
    public virtual string Name => "";

    /// <summary>What a sentence to the caller calls it.</summary>
    public abstract string Describe();

    /// <summary>A name under <c>GrpcRefresh:Rotation:Secrets</c>.</summary>
    internal sealed record Configured(string Reference) : CredentialSource
    {
        public override string Name => Reference;

        public override string Describe() => $"the credential '{Reference}'";
    }

    /// <summary>Made by the rotation itself, in Snowflake.</summary>
    internal sealed record Token(TokenOrder Order) : CredentialSource
    {
        public override string Describe() => $"the Snowflake token of {Order.User}";
    }

    /// <summary>Brought along by the call.</summary>
    /// <param name="UserName">Null keeps the one that the connection has.</param>
    internal sealed record Inline(string? UserName, Secret New, Secret? Previous) : CredentialSource
    {
        public override string Describe() => "the inline credential";
    }
}
