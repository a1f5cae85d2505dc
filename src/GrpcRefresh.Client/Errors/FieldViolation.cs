namespace GrpcRefresh.Client;

/// <summary>One field of a request that the service refused.</summary>
/// <param name="Field">The field as the contract names it, for example <c>resource.path.name</c>.</param>
/// <param name="Description">What is wrong with it and how to put it right.</param>
public sealed record FieldViolation(string Field, string Description);
