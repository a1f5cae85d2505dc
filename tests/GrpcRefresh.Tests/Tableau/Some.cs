namespace GrpcRefresh.Tests.Tableau;

/// <summary>Values that a test needs and does not care about.</summary>
internal static class Some
{
    public const string Luid = "6f1a3c1e-2222-4444-8888-000000000001";
    public const string OtherLuid = "6f1a3c1e-2222-4444-8888-000000000002";
    public const string Secret = "the-pat-secret";
}
