using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.Cli.Output;

/// <summary>The steps of a rotation as text.</summary>
internal static class StepText
{
    /// <summary>A step as it stands, in a table.</summary>
    public static IReadOnlyList<Column<RotationStep>> Table { get; } =
    [
        new("STEP", step => $"{step.Number}"),
        new("STATE", step => Names<RotationStepState>.Of(step.State)),
        new("PROOF", step => Proof(step.Proof)),
        new("CANARY", step => step.Canary ? "canary" : ""),
        new("SITE", step => ConnectionText.Site(step.Connection)),
        new("CONTENT", step => ConnectionText.Item(step.Connection)),
        new("USER", Users),
        new("CONNECTION", step => step.Connection.ConnectionId),
        new("WHY", Why),
    ];

    /// <summary>The step's own fields, then its connection's, under the names that the contract's JSON gives them.</summary>
    public static IReadOnlyList<Column<RotationStep>> Csv { get; } =
    [
        new("number", step => $"{step.Number}"),
        new("state", step => Names<RotationStepState>.FlagOf(step.State)),
        new("proof", step => FlagOf(step.Proof)),
        new("provable", step => FlagOf(step.Provable)),
        new("canary", step => ConnectionText.YesNo(step.Canary)),
        new("newUserName", step => step.NewUserName),
        new("changesUserName", step => ConnectionText.YesNo(step.ChangesUserName)),
        new("changesEmbedPassword", step => ConnectionText.YesNo(step.ChangesEmbedPassword)),
        new("canRollBack", step => ConnectionText.YesNo(step.CanRollBack)),
        new("detail", step => step.Detail),
        new("refreshJobId", step => step.RefreshJobId),
        new("reason", Reason),
        new("error", step => step.Error?.Message ?? ""),
        new("updateTime", step => step.UpdateTime is null ? "" : JobText.Time(step.UpdateTime)),
        .. ConnectionText.Csv.Select(column => new Column<RotationStep>($"connection.{column.Name}", step => column.Value(step.Connection))),
    ];

    /// <summary>A step that has changed, in a line.</summary>
    public static string Change(RotationStep step) =>
        $"{JobText.Time(step.UpdateTime)}  step {step.Number,-4}  {Short(step)}";

    /// <summary>The same where there is little room.</summary>
    public static string Short(RotationStep step)
    {
        var why = Why(step);
        return TextTable.Plain($"{Names<RotationStepState>.Of(step.State),-11}  {Proof(step.Proof),-8}  {ConnectionText.Item(step.Connection)}  {Users(step)}{(why.Length > 0 ? $"  {why}" : "")}");
    }

    /// <summary>The user now, and the one it is given if that is another.</summary>
    public static string Users(RotationStep step) =>
        step.ChangesUserName ? $"{step.Connection.UserName} -> {step.NewUserName}" : step.Connection.UserName;

    /// <summary>Why it failed, or what is to be said about it.</summary>
    public static string Why(RotationStep step) =>
        step.Error is { } error ? $"{Reason(step)}: {error.Message}" : step.Detail;

    /// <summary>The reason of a failure. Empty without one.</summary>
    public static string Reason(RotationStep step) =>
        step.Error?.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>().Reason ?? "";

    public static string Proof(ProofLevel proof) => proof == ProofLevel.Unspecified ? "-" : Names<ProofLevel>.Of(proof);

    private static string FlagOf(ProofLevel proof) => proof == ProofLevel.Unspecified ? "" : Names<ProofLevel>.FlagOf(proof);
}
