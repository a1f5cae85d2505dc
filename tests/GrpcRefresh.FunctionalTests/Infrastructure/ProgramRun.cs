using System.Diagnostics;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program to its end, however it ends.</summary>
    public static Task<ProgramRun> OfAsync(string program, params IEnumerable<string> arguments) =>
        OfAsync(new ProcessStartInfo(program, arguments));

    /// <param name="start">The program.</param>
    /// <param name="input">What it finds on its standard input before that ends.</param>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new ProgramRun(process.ExitCode, await output, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} took longer than {CallExtensions.Patience}.");
        }
    }
}
