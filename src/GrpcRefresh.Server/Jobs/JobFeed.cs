using System.Collections.Concurrent;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Hands every committed change of a job to whoever listens in this process.</summary>
internal sealed class JobFeed
{
    private readonly Dictionary<string, Topic> _topics = [];
    private readonly ConcurrentDictionary<JobMailbox, bool> _mailboxes = [];

    /// <summary>Every change, none left out, in the order of the commits. Whoever listens must be quick and never throw: the writer waits.</summary>
    public event Action<JobRecord>? Published;

    /// <summary>Called in the order of the commits, by one thread at a time.</summary>
    public void Publish(JobRecord job)
    {
        Published?.Invoke(job);
        lock (_topics)
        {
            if (_topics.TryGetValue(job.JobId, out var topic))
            {
                topic.Tell(job);
            }
        }

        foreach (var mailbox in _mailboxes.Keys)
        {
            mailbox.Post(job);
        }
    }

    /// <summary>Listens to one job. Whatever is committed after this call will be found, and the listener woken to find it.</summary>
    public Subscription Subscribe(string jobId, Sleeper listener)
    {
        lock (_topics)
        {
            if (!_topics.TryGetValue(jobId, out var topic))
            {
                _topics[jobId] = topic = new Topic();
            }

            topic.Listeners.Add(listener);
            return new Subscription(this, jobId, topic, listener);
        }
    }

    /// <summary>Listens to all jobs, keeping the latest state of each that was not taken yet.</summary>
    /// <param name="reader">Woken when there is something to take.</param>
    public JobMailbox Open(Func<JobRecord, bool> filter, int bound, Sleeper? reader = null)
    {
        var mailbox = new JobMailbox(filter, bound, reader, closed: box => _mailboxes.TryRemove(box, out _));
        _mailboxes[mailbox] = true;
        return mailbox;
    }

    private void Release(string jobId, Sleeper listener)
    {
        lock (_topics)
        {
            var listeners = _topics[jobId].Listeners;
            listeners.Remove(listener);
            if (listeners.Count == 0)
            {
                _topics.Remove(jobId);
            }
        }
    }

    internal sealed class Topic
    {
        public FeedNode Tail { get; private set; } = new(null);

        public HashSet<Sleeper> Listeners { get; } = [];

        public JobRecord? Known { get; set; }

        public void Tell(JobRecord job)
        {
            Tail = Tail.Append(job);
            Known = job;
            foreach (var listener in Listeners)
            {
                listener.Wake();
            }
        }
    }

    internal sealed class Subscription(JobFeed feed, string jobId, Topic topic, Sleeper listener) : IDisposable
    {
        private FeedNode _seen = topic.Tail;
        private int _released;

        /// <summary>The next change, if there is one: of those in a row that leave the job in one state, only the last.</summary>
        public FeedNode? TakeNext()
        {
            if (_seen.Next is not { } next)
            {
                return null;
            }

            while (next.Next is { } later && next.Job!.IsOvertakenBy(later.Job!))
            {
                next = later;
            }

            return _seen = next;
        }

        /// <summary>The job as it stands, so that thousands of listeners share one record instead of reading one each.</summary>
        public async Task<JobRecord> CurrentAsync(Func<Task<JobRecord>> read)
        {
            lock (feed._topics)
            {
                if (topic.Known is { } known)
                {
                    return known;
                }
            }

            var job = await read();
            lock (feed._topics)
            {
                // What was published meanwhile is newer.
                return topic.Known ??= job;
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                feed.Release(jobId, listener);
            }
        }
    }
}
