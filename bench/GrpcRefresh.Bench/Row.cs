namespace GrpcRefresh.Bench;

/// <summary>A line of the table: what was measured, and what it stands beside.</summary>
internal sealed record Row(string Measure, string Result, string Beside = "", string Ratio = "", string Target = "", bool? Met = null)
{
    public override string ToString() =>
        $"| {Measure} | {Result} | {Beside} | {Ratio} | {Target} | {(Met is { } met ? met ? "yes" : "**no**" : "")} |";
}
