using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>The tool while it runs.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly List<string> _errors = [];

    private ToolProcess(Process process) => (_process, _output) = (process, process.StandardOutput.ReadToEndAsync());

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public static ToolProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ToolProcess(process);
    }

    /// <summary>Reads standard error up to a line that has this.</summary>
    public async Task UntilErrorsHaveAsync(string sign)
    {
        while (await _process.StandardError.ReadLineAsync().WaitAsync(CallExtensions.Patience) is { } line)
        {
            _errors.Add(line);
            if (line.Contains(sign, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The tool ended first: {string.Join('\n', _errors)}");
    }

    /// <summary>Ctrl+C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await EndAsync();
    }

    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(CallExtensions.Patience);

    public Task<string> OutputAsync() => _output.WaitAsync(CallExtensions.Patience);

    public async Task<string> ErrorsAsync()
    {
        var rest = await _process.StandardError.ReadToEndAsync().WaitAsync(CallExtensions.Patience);
        if (rest.Length > 0)
        {
            _errors.Add(rest);
        }

        return string.Join('\n', _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
