namespace GrpcRefresh.Server.Jobs;

/// <summary>Another runner has taken over: this one must stop, and nothing it still wanted to write counts.</summary>
internal sealed class EpochLostException(string name) : Exception($"Runner '{name}' has been superseded.");
