namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>One death: at which request, and whether that had taken effect.</summary>
internal readonly record struct TokenKillCell(int Request, bool AfterEffect)
{
    public override string ToString() => $"{Request,3} {(AfterEffect ? "after " : "before")}";
}
