namespace GrpcRefresh.Simulation.Faults;

/// <summary>The answers of faults that let the request take effect and spoil only what is said about it.</summary>
internal static class SpoiledAnswer
{
    /// <param name="write">Writes the good answer.</param>
    public static async Task WriteAsync(HttpContext context, FaultKind kind, Func<Task> write)
    {
        var wire = context.Response.Body;
        using var good = new MemoryStream();
        context.Response.Body = good;
        await write();
        context.Response.Body = wire;
        if (good.Length == 0)
        {
            return;
        }

        if (kind == FaultKind.Truncated)
        {
            // The length that was announced is what tells the caller that something is missing.
            await wire.WriteAsync(good.ToArray().AsMemory(0, (int)good.Length / 2), context.RequestAborted);
            await wire.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        // One character too many, in either language.
        context.Response.ContentLength = good.Length + 1;
        good.WriteByte((byte)'<');
        await wire.WriteAsync(good.ToArray(), context.RequestAborted);
    }
}
