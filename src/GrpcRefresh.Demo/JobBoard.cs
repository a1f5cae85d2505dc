using Grpc.Core;
using GrpcRefresh.V1;
using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>Shows jobs while they run: a live table on a terminal, a line for each change elsewhere.</summary>
internal sealed class JobBoard(JobService.JobServiceClient jobs)
{
    /// <summary>Watches jobs until all have ended, and answers how.</summary>
    public async Task<IReadOnlyList<Job>> WatchAsync(IReadOnlyList<Job> watched)
    {
        var current = watched.ToArray();
        if (!AnsiConsole.Profile.Capabilities.Interactive || !AnsiConsole.Profile.Capabilities.Ansi)
        {
            await FollowAllAsync(current, PrintLine);
            return current;
        }

        await AnsiConsole.Live(Render(current)).StartAsync(async live =>
        {
            var running = FollowAllAsync(current, _ => live.UpdateTarget(Render(current)));
            while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200))) != running)
            {
                live.UpdateTarget(Render(current));
            }

            await running;
        });
        return current;
    }

    private Task FollowAllAsync(Job[] current, Action<Job> changed) =>
        Task.WhenAll(Enumerable.Range(0, current.Length).Select(i => FollowAsync(current[i].JobId, job =>
        {
            lock (current)
            {
                current[i] = job;
                changed(job);
            }
        })));

    private async Task FollowAsync(string jobId, Action<Job> changed)
    {
        using var call = jobs.WatchJob(new WatchJobRequest { JobId = jobId });
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            if (happened.Job is { } job)
            {
                changed(job);
            }
        }
    }

    private static void PrintLine(Job job) => AnsiConsole.WriteLine(
        $"  {DateTimeOffset.Now:HH:mm:ss}  {Name(job),-20}  {Words.Of(job.State),-10}  {job.Error?.Message}".TrimEnd());

    private static Table Render(Job[] jobs)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Content", "State", "Elapsed", "Joined", "Job in Tableau");
        foreach (var job in jobs)
        {
            var end = job.EndTime?.ToDateTimeOffset() ?? DateTimeOffset.UtcNow;
            table.AddRow(
                Markup.Escape(Name(job)),
                $"[{Colour(job.State)}]{Words.Of(job.State)}[/]",
                job.StartTime is { } start ? $"{Math.Max(0, (end - start.ToDateTimeOffset()).TotalSeconds):0} s" : "",
                job.JoinCount > 1 ? $"+{job.JoinCount - 1}" : "",
                job.TableauJobId);
        }

        return table;
    }

    private static string Name(Job job) => string.Join('/', job.Resource.ProjectPath.Append(job.Resource.Name));

    private static string Colour(JobState state) => state switch
    {
        JobState.Succeeded => "green",
        JobState.Failed => "red",
        JobState.Running => "deepskyblue1",
        JobState.Pending => "blue",
        _ => "grey",
    };
}
