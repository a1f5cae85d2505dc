namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>A request as it will be sent, and the judge of its answer.</summary>
internal interface IFuzzRequest
{
    Task<FuzzAnswer> SendAsync(CancellationToken ct);

    /// <summary>All of it, for whoever has to send it again by hand.</summary>
    string Describe();
}
