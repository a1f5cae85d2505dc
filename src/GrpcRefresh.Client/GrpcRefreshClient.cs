using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.Client.Calls;
using GrpcRefresh.Client.Rotations;
using GrpcRefresh.Client.Watching;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Client;

/// <summary>
/// Refreshes Tableau extracts and rotates the credentials of connections through GrpcRefresh, and follows the jobs. Thread-safe; one is
/// enough for a program.
/// </summary>
/// <remarks>
/// <para>Unless a method says otherwise it throws <see cref="GrpcRefreshException"/> when the service refuses or cannot be reached, and
/// <see cref="OperationCanceledException"/> when its token is cancelled. Cancelling a call never cancels a job.</para>
/// <para>Calls that are safe to repeat are repeated a few times when a failure may pass: <see cref="GrpcRefreshClientOptions.MaxAttempts"/>.</para>
/// </remarks>
public sealed partial class GrpcRefreshClient : IDisposable
{
    private readonly GrpcChannel? _channel;
    private readonly Caller _caller;
    private readonly GrpcRefreshClientOptions _options;
    private readonly JobWatching _watching;
    private readonly StepPages _steps;

    /// <summary>Makes a client with a channel of its own.</summary>
    /// <param name="options">Where the service is; the rest has defaults.</param>
    /// <param name="time">The clock of pauses and limits. Default the system's.</param>
    /// <exception cref="OptionsValidationException">The options are wrong; the exception names every mistake.</exception>
    public GrpcRefreshClient(GrpcRefreshClientOptions options, TimeProvider? time = null)
        : this(Open(options), options, time)
    {
    }

    /// <summary>Makes a client over a channel or an interceptor of the caller's, who keeps and disposes it.</summary>
    /// <param name="calls">Makes the calls.</param>
    /// <param name="options">How patient to be; the address and everything about the channel is not used. Default: the defaults.</param>
    /// <param name="time">The clock of pauses and limits. Default the system's.</param>
    /// <exception cref="OptionsValidationException">The options are wrong; the exception names every mistake.</exception>
    public GrpcRefreshClient(CallInvoker calls, GrpcRefreshClientOptions? options = null, TimeProvider? time = null)
        : this(calls, Checked(options ?? new GrpcRefreshClientOptions(), withAddress: false), time ?? TimeProvider.System, Random.Shared.NextDouble)
    {
    }

    internal GrpcRefreshClient(CallInvoker calls, GrpcRefreshClientOptions options, TimeProvider time, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(calls);
        calls = Calls.Credentials.Attach(calls, options);
        Refreshes = new RefreshService.RefreshServiceClient(calls);
        Jobs = new JobService.JobServiceClient(calls);
        Credentials = new CredentialService.CredentialServiceClient(calls);
        _options = options;
        _caller = new Caller(options, time, random);
        _watching = new JobWatching(Jobs, options, new Reconnecting(options, time, random));
        _steps = new StepPages(Credentials, _caller, options);
    }

    private GrpcRefreshClient(GrpcChannel channel, GrpcRefreshClientOptions options, TimeProvider? time)
        : this(channel.CreateCallInvoker(), options, time ?? TimeProvider.System, Random.Shared.NextDouble) => _channel = channel;

    /// <summary>The generated stub, for what this client does not cover. Its calls are neither repeated nor bounded in time.</summary>
    public RefreshService.RefreshServiceClient Refreshes { get; }

    /// <summary>The generated stub, for what this client does not cover. Its calls are neither repeated nor bounded in time.</summary>
    public JobService.JobServiceClient Jobs { get; }

    /// <summary>
    /// The generated stub, for what this client does not cover. Its calls are neither repeated nor bounded in time, and its request for a
    /// rotation prints its secrets where <see cref="RotationRequest"/> does not.
    /// </summary>
    public CredentialService.CredentialServiceClient Credentials { get; }

    /// <summary>Closes the channel if the client made it. Calls and watches under way end with an error.</summary>
    public void Dispose() => _channel?.Dispose();

    private static GrpcChannel Open(GrpcRefreshClientOptions options) => Channels.Open(Checked(options, withAddress: true));

    private static GrpcRefreshClientOptions Checked(GrpcRefreshClientOptions options, bool withAddress)
    {
        ArgumentNullException.ThrowIfNull(options);
        GrpcRefreshClientOptionsValidator.ThrowIfInvalid(options, withAddress);
        return options;
    }
}
