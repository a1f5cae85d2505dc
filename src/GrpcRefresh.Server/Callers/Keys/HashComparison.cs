namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>Compares two hashes of one length in a time that does not depend on where they differ.</summary>
internal delegate bool HashComparison(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);
