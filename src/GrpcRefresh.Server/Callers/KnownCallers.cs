using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Callers;

/// <summary>Whether there are callers, as the listeners ask before the service has started.</summary>
internal sealed class KnownCallers(IConfiguration configuration) : IKnownCallers
{
    public bool AreConfigured =>
        configuration.GetSection($"{CallersOptions.Section}:{nameof(CallersOptions.Issuers)}").GetChildren().Any() || DatabaseFile.Look(configuration, ApiKeyRows.Any);
}
