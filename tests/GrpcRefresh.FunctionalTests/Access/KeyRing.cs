using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>Keys of a service under test, made beside it as an operator makes them.</summary>
internal sealed class KeyRing(TestService service)
{
    private readonly ApiKeyFile _file = new(
        new ConfigurationBuilder().AddInMemoryCollection([new("GrpcRefresh:Storage:Sqlite", service.Database)]).Build(), TimeProvider.System);

    /// <summary>The headers of a new caller.</summary>
    public Metadata New(string name, Role role, CallerScope? scope = null) =>
        Headers(_file.Create(new ApiKeyRequest(name, role, scope ?? CallerScope.Everything, null))!.Value.Text.Reveal());

    public static Metadata Headers(string key) => new() { { "authorization", $"Bearer {key}" } };
}
