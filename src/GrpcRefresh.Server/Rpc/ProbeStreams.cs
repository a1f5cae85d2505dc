using GrpcRefresh.Server.Callers.Open;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The open streams of health and reflection; streams of jobs have a bound of their own.</summary>
internal sealed class ProbeStreams(IOptions<RpcOptions> options, OpenCalls calls) : BoundedCalls(calls, new Places(
    options.Value.MaxProbeStreams,
    $"{RpcOptions.Section}:{nameof(RpcOptions.MaxProbeStreams)}",
    $"{options.Value.MaxProbeStreams} health and reflection streams are open, which is the most.",
    TimeSpan.FromSeconds(5)));
