namespace GrpcRefresh.Server.Callers.Keys;

internal enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}
