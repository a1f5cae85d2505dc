using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>The real server binary as a process of its own, to be killed without mercy.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    // A category that the service quiets by its full name is only loud when asked for by that name.
    private static readonly string[] Loggers = ["Default", "Grpc.AspNetCore", "Grpc.AspNetCore.Server.ServerCallHandler", "Microsoft.AspNetCore.Hosting.Diagnostics"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far; all of it once it was killed or terminated.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts the binary with settings in its environment and answers once it serves.</summary>
    public static async Task<ServiceProcess> StartAsync(
        IReadOnlyDictionary<string, string?> settings, GrpcChannel channel, LogLevel level = LogLevel.Warning)
    {
        var service = Start(settings, level);
        await service.ServingAsync(channel);
        return service;
    }

    /// <summary>Starts it with settings that it should refuse, and answers its exit code.</summary>
    public static async Task<(int ExitCode, string Errors)> RefusedAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var service = Start(settings, LogLevel.Warning);
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        await service._process.WaitForExitAsync(patience.Token);
        return (service._process.ExitCode, service.Errors);
    }

    private static ServiceProcess Start(IReadOnlyDictionary<string, string?> settings, LogLevel level)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "grpcrefresh-server.dll") },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var logger in level < LogLevel.Information ? Loggers : Loggers[..1])
        {
            start.Environment[$"Logging__LogLevel__{logger}"] = $"{level}";
        }

        return Start(start);
    }

    /// <summary>Any other program in its place.</summary>
    public static ServiceProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new ServiceProcess(Process.Start(start)!);
    }

    /// <summary>Waits until that many lines were written to each of the two outputs.</summary>
    public async Task WroteAsync(int lines)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (_output.Count < lines || _errors.Count < lines)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The most memory that was ever resident.</summary>
    public long PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / (1024 * 1024);
        }
    }

    /// <summary>The memory that is resident now.</summary>
    public long Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an orderly shutdown begins; answers the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task ServingAsync(GrpcChannel channel)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var health = new Health.HealthClient(channel);
                var answer = await health.CheckAsync(new HealthCheckRequest(), new CallOptions(deadline: DateTime.UtcNow + CallExtensions.Patience));
                if (answer.Status == HealthCheckResponse.Types.ServingStatus.Serving)
                {
                    return;
                }
            }
            catch (RpcException) when (!_process.HasExited && patience.Elapsed < CallExtensions.Patience)
            {
                // Not listening yet: asked again at once; connecting to a closed port is what takes the time.
                await Task.Yield();
            }
        }
    }
}
