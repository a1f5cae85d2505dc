using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers.Open;

/// <summary>Calls of one kind that stay open: bounded for all callers together by the places there are, and for each by what is its own.</summary>
internal class BoundedCalls(OpenCalls calls, Places places)
{
    /// <summary>How many are open now.</summary>
    public int Open => places.Taken;

    /// <exception cref="RefusedException">RATE_LIMITED: this caller has too many open. SERVICE_BUSY: all together have.</exception>
    public BoundedCall Enter(Caller caller)
    {
        var call = calls.Enter(caller);
        try
        {
            places.Take();
        }
        catch (RefusedException)
        {
            call.Dispose();
            throw;
        }

        return new BoundedCall(call, places);
    }
}
