namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>How a field's values are written and compared.</summary>
internal enum FieldKind
{
    Text,
    Flag,
    Number,
    Time,
}
