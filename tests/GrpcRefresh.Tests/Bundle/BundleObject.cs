namespace GrpcRefresh.Tests.Bundle;

/// <param name="Kind">For example SECRET; of an integration INTEGRATION, as it is dropped.</param>
/// <param name="Name">With its database and schema; a procedure's without its arguments.</param>
internal sealed record BundleObject(string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Name}";
}
