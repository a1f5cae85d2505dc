using Grpc.Net.Client;

namespace GrpcRefresh.Client;

/// <summary>How a <see cref="GrpcRefreshClient"/> reaches the service, and how patient it is.</summary>
public sealed class GrpcRefreshClientOptions
{
    /// <summary>
    /// Where the service listens for gRPC: an absolute <c>http</c> or <c>https</c> address without path. Required when the client makes
    /// its own channel.
    /// </summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// A PEM file with the certificate authorities to trust for an <c>https</c> address instead of the system's, for a service with a certificate of
    /// a private one. Default none. It is read when the client is made.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// The API key or token that is sent with each call, as <c>authorization: Bearer</c>. Default none; the service asks for one once it has
    /// callers configured. It travels with every call: beyond one machine use an <c>https</c> address.
    /// </summary>
    public string? Credential { get; set; }

    /// <summary>
    /// A file with the API key or token alone, instead of <see cref="Credential"/>. Default none. It is read anew for each call, so that a token that
    /// is renewed in place is used at once.
    /// </summary>
    public string? CredentialFile { get; set; }

    /// <summary>
    /// How long one attempt of a call may take; not for watches, nor for those of <see cref="InventoryTimeout"/>. Default 60 s, more than
    /// zero. Finding content by name may take the service some seconds when it has to ask Tableau.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long one attempt of a call may take that has the connections of all content listed: <see cref="GrpcRefreshClient.ListConnectionsAsync"/>,
    /// <see cref="GrpcRefreshClient.PlanRotationAsync"/>, <see cref="GrpcRefreshClient.StartRotationAsync"/> and <see cref="GrpcRefreshClient.RotateAsync"/>
    /// until its job is recorded. Default 10 minutes, more than zero. The service asks Tableau once for each item, which takes minutes on a
    /// large site.
    /// </summary>
    public TimeSpan InventoryTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How often a call that is safe to repeat is tried, the first time included. Default 5, from 1 (never repeated) to 20. Safe are
    /// reads, a refresh and a rotation (always sent with the same request id), and a cancel that names a request id.
    /// </summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// How long a call may go on being repeated. Default 30 s, zero or more. When the service asks to wait longer than is left, the call
    /// fails at once, with <see cref="GrpcRefreshException.RetryDelay"/>. For the calls of <see cref="InventoryTimeout"/> only the pauses
    /// between attempts count.
    /// </summary>
    public TimeSpan RetryTimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a watch that lost its connection goes on trying to come back before it fails. Counted anew after each event.
    /// Default <see cref="Timeout.InfiniteTimeSpan"/>: until it is cancelled; otherwise zero or more.
    /// </summary>
    public TimeSpan ReconnectTimeLimit { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// After how much silence the service sends a sign of life to a watch. Default 15 s, from 1 s to 60 s. A watch that hears nothing for
    /// three times as long takes its connection for lost.
    /// </summary>
    public TimeSpan WatchHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest pause between two attempts, unless the service asks for more. Default 10 s, more than zero. Pauses begin at a quarter
    /// of a second, double, and are spread at random.
    /// </summary>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how much silence an open connection is pinged while calls are under way. Default 20 s, 1 s or more. A ping that is not
    /// answered within 10 s ends the connection.
    /// </summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Changes the channel before it is made: credentials, another handler, logging. Default none. Replacing the handler replaces the
    /// keep-alive pings as well.
    /// </summary>
    public Action<GrpcChannelOptions>? ConfigureChannel { get; set; }
}
