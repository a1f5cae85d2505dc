namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>How many connections of each credential may still be changed before they are proved.</summary>
internal sealed class CanaryRoom(int perCredential)
{
    private readonly Dictionary<string, int> _used = [];

    public bool Fits(CanaryCandidate candidate) =>
        candidate.Connections.All(each => _used.GetValueOrDefault(each.Key) + each.Value <= perCredential);

    public void Take(CanaryCandidate candidate)
    {
        foreach (var (credential, count) in candidate.Connections)
        {
            _used[credential] = _used.GetValueOrDefault(credential) + count;
        }
    }

    public bool IsFull(string credential) => _used.GetValueOrDefault(credential) >= perCredential;
}
