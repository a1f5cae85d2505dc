using System.Collections.Frozen;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Access;

/// <summary>The least role for each method, as the contract says; what says nothing is refused to everybody.</summary>
internal static class MethodRoles
{
    // Protocols of others, which cannot carry our option.
    private static readonly Dictionary<string, Role> Foreign = new()
    {
        [Grpc.Health.V1.Health.Descriptor.FullName] = Role.Viewer,
        [ServerReflection.Descriptor.FullName] = Role.Viewer,
    };

    private static readonly FrozenDictionary<string, Role> Roles = ServedContracts.All
        .SelectMany(service => service.Methods)
        .ToFrozenDictionary(
            method => $"/{method.Service.FullName}/{method.Name}",
            method => Foreign.TryGetValue(method.Service.FullName, out var role) ? role : method.GetOptions()?.GetExtension(OptionsExtensions.Role) ?? Role.Unspecified);

    /// <summary>The health of the whole service may be asked by anybody: who watches over it has no key.</summary>
    public static string OpenToStrangers { get; } = $"/{Grpc.Health.V1.Health.Descriptor.FullName}/{nameof(Grpc.Health.V1.Health.HealthClient.Check)}";

    /// <param name="method">As gRPC writes it: <c>/package.Service/Method</c>.</param>
    /// <returns>Unspecified for a method without a rule, which nobody may call.</returns>
    public static Role Of(string method) => Roles.GetValueOrDefault(method);

}
