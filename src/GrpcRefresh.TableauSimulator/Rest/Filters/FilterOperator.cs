namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>The operators of Tableau's filter grammar, in its own abbreviations.</summary>
[Flags]
internal enum FilterOperator
{
    None = 0,
    Eq = 1,
    In = 2,
    Has = 4,
    CiEq = 8,
    Gt = 16,
    Gte = 32,
    Lt = 64,
    Lte = 128,

    EqIn = Eq | In | CiEq,
    EqHas = Eq | Has,
    Ordered = Eq | Gt | Gte | Lt | Lte,
}
