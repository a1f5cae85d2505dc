using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>A running rotation as its database has it. Changes are made one after the other, each a commit and an event of the job.</summary>
internal sealed class RotationBoard(RotationStore store, RunEpoch epoch, RotationState state, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<int, RotationStepRecord> _steps = state.Steps.ToDictionary(step => step.Number);
    private volatile JobRecord _job = state.Job;
    private volatile RotationCourse _course = state.Course;

    public JobRecord Job => _job;

    public RotationCourse Course => _course;

    public RotationTerms Terms => _course.Terms;

    /// <summary>Somebody has cancelled the rotation.</summary>
    public bool IsCancelled => _job.State == JobState.Cancelling;

    public IReadOnlyList<RotationStepRecord> Steps
    {
        get
        {
            lock (_steps)
            {
                return [.. _steps.Values.OrderBy(step => step.Number)];
            }
        }
    }

    public IReadOnlyList<RotationStepRecord> Of(RotationUnit unit)
    {
        lock (_steps)
        {
            return [.. unit.Numbers.Select(number => _steps[number])];
        }
    }

    /// <summary>Writes steps, and whatever else changes with them.</summary>
    /// <param name="intent">What Tableau is asked for next about these steps.</param>
    public async Task RecordAsync(
        IReadOnlyList<RotationStepRecord> steps,
        string? phase = null,
        RotationIntent intent = RotationIntent.None,
        RotationCourse? course = null,
        Func<JobRecord, JobRecord>? job = null)
    {
        await _gate.WaitAsync();
        try
        {
            var now = time.GetUtcNow();
            var changed = steps.Select(step => step with { UpdateTime = now }).ToList();
            var all = Steps.ToDictionary(step => step.Number);
            var audit = changed.Select(step => intent == RotationIntent.None
                ? RotationAudit.Outcome(_job, all[step.Number], step)
                : RotationAudit.Intended(_job, step, intent)).OfType<AuditEntry>().ToList();
            changed.ForEach(step => all[step.Number] = step);
            var next = course ?? _course;
            _job = await store.RecordAsync(epoch, _job.JobId, next, changed, audit, Next);
            _course = next;
            lock (_steps)
            {
                changed.ForEach(step => _steps[step.Number] = step);
            }

            JobRecord Next(JobRecord before)
            {
                var tally = Tally.Of(next.Terms, all.Values, phase ?? before.Rotation!.Phase) with { FailingTasks = before.Rotation!.FailingTasks };
                var after = before with { Rotation = tally, ChangedSteps = changed };
                return job is null ? after : job(after);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
