using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>A running rotation as its database has it. Changes are made one after the other, each a commit and an event of the job.</summary>
internal sealed class RotationBoard(RotationStore store, RunEpoch epoch, RotationState state, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    // By number, from 1: the plan numbers them without gaps.
    private readonly RotationStepRecord[] _steps = [.. state.Steps];
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
                return [.. _steps];
            }
        }
    }

    public IReadOnlyList<RotationStepRecord> Of(RotationUnit unit)
    {
        lock (_steps)
        {
            return [.. unit.Numbers.Select(number => _steps[number - 1])];
        }
    }

    /// <summary>Writes steps, and whatever else changes with them.</summary>
    /// <param name="intent">What Tableau is asked for next about these steps.</param>
    /// <param name="also">What the audit is told besides.</param>
    public async Task RecordAsync(
        IReadOnlyList<RotationStepRecord> steps,
        string? phase = null,
        RotationIntent intent = RotationIntent.None,
        RotationCourse? course = null,
        Func<JobRecord, JobRecord>? job = null,
        AuditEntry? also = null,
        SecretChange? secrets = null)
    {
        await _gate.WaitAsync();
        try
        {
            var now = time.GetUtcNow();
            var changed = steps.Select(step => step with { UpdateTime = now }).ToList();
            var before = Steps;
            var audit = changed.Select(step => intent == RotationIntent.None
                ? RotationAudit.Outcome(_job, before[step.Number - 1], step)
                : RotationAudit.Intended(_job, step, intent)).Append(also).OfType<AuditEntry>().ToList();
            RotationStepRecord[] after = [.. before];
            changed.ForEach(step => after[step.Number - 1] = step);
            var next = course ?? _course;
            _job = await store.RecordAsync(epoch, _job.JobId, next, changed, audit, secrets ?? SecretChange.None, Next);
            _course = next;
            lock (_steps)
            {
                changed.ForEach(step => _steps[step.Number - 1] = step);
            }

            JobRecord Next(JobRecord known)
            {
                var tally = Tally.Of(next, after, phase ?? known.Rotation!.Phase) with { FailingTasks = known.Rotation!.FailingTasks };
                var changes = known with { Rotation = tally, ChangedSteps = changed };
                return job is null ? changes : job(changes);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
