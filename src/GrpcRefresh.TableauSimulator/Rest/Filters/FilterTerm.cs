namespace GrpcRefresh.Simulation.Rest.Filters;

/// <summary>One <c>field:op:value</c>; only <c>in</c> has several values.</summary>
internal sealed record FilterTerm(string Field, FilterOperator Operator, IReadOnlyList<string> Values);
