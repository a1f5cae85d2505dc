namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What somebody who signed in is called, and from where it came: the name alone may be that of many.</summary>
internal sealed record LoginOrigin(string Client, string Address)
{
    public bool Equals(LoginOrigin? other) =>
        other is not null && string.Equals(Client, other.Client, StringComparison.OrdinalIgnoreCase) && string.Equals(Address, other.Address, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(Client.ToUpperInvariant(), Address.ToUpperInvariant());
}
