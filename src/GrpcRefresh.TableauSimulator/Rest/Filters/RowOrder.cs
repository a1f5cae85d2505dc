namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>Sort order of field values: texts without regard to case, rows without the value first.</summary>
internal sealed class RowOrder : IComparer<IComparable?>
{
    public static RowOrder Instance { get; } = new();

    public int Compare(IComparable? x, IComparable? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string left, string right) => StringComparer.OrdinalIgnoreCase.Compare(left, right),
        _ => x.CompareTo(y),
    };
}
