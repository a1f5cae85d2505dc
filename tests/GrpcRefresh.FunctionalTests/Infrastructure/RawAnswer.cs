namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>An HTTP/1.1 answer.</summary>
/// <param name="IsWhole">Whether it ended by itself, instead of being left to itself.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, bool IsWhole)
{
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public bool Closes => !IsWhole || Header("Connection").Equals("close", StringComparison.OrdinalIgnoreCase);
}
