using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Infrastructure;

/// <summary>Callers of tests.</summary>
internal static class SomeCaller
{
    /// <summary>Who calls while none are configured.</summary>
    public static readonly Caller Anonymous = Caller.Anonymous("127.0.0.1");

    public static Caller Named(string name, Role role = Role.Refresher, CallerScope? scope = null) => new(name, role, scope ?? CallerScope.Everything);

    /// <summary>A scope of sites of the default server, and of projects written with slashes.</summary>
    public static CallerScope Scope(string[]? sites = null, params string[] projects) => new([], sites ?? [], [.. projects.Select(project => project.Split('/'))]);

    /// <summary>A place for open calls, without a bound that matters.</summary>
    public static OpenCalls Calls(CallersOptions? options = null) =>
        new(Options.Create(options ?? new CallersOptions()), new HasteLog(TimeProvider.System, NullLogger<HasteLog>.Instance));
}
