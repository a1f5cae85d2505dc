namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>What a key-pair token says of its maker. Nothing of it is secret.</summary>
internal sealed record KeyIdentity(string Issuer, string Subject, string Fingerprint);
