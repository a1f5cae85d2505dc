using GrpcRefresh.Server.Callers.Open;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The calls that wait for news of jobs.</summary>
internal sealed class WatcherLimit(IOptions<JobsOptions> options, OpenCalls calls) : BoundedCalls(calls, new Places(
    options.Value.MaxWatchers,
    $"{JobsOptions.Section}:{nameof(JobsOptions.MaxWatchers)}",
    $"{options.Value.MaxWatchers} watches are open, which is this service's limit. Try again in a moment.",
    TimeSpan.FromSeconds(5)));
