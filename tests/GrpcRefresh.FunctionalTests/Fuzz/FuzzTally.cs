using System.Collections.Concurrent;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Counts the answers by kind, and keeps the first of each kind that should not be.</summary>
internal sealed class FuzzTally
{
    private readonly ConcurrentDictionary<string, int> _kinds = [];
    private readonly ConcurrentDictionary<string, string> _problems = [];

    public int Sent => _kinds.Values.Sum();

    public IEnumerable<string> Problems => _problems.Values;

    public IEnumerable<string> Table => _kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value,8}  {kind.Key}");

    /// <summary>How many answers were of a kind that begins like this.</summary>
    public int Count(string kind) => _kinds.Where(one => one.Key.StartsWith(kind, StringComparison.Ordinal)).Sum(one => one.Value);

    public void Add(int index, IFuzzRequest request, FuzzAnswer answer)
    {
        _kinds.AddOrUpdate(answer.Kind, 1, (_, count) => count + 1);
        if (answer.Problem is { } problem)
        {
            _problems.TryAdd($"{answer.Kind} {problem}", $"Request {index}: the answer ({answer.Kind}) {problem}. The request:\n{request.Describe()}");
        }
    }
}
