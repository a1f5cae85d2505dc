using System.Collections.Concurrent;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Hands every committed change of a job to whoever listens in this process.</summary>
internal sealed class JobFeed
{
    private readonly Dictionary<string, Topic> _topics = [];
    private readonly ConcurrentDictionary<JobMailbox, bool> _mailboxes = [];

    /// <summary>Called in the order of the commits, by one thread at a time.</summary>
    public void Publish(JobRecord job)
    {
        FeedNode? tail = null;
        lock (_topics)
        {
            if (_topics.TryGetValue(job.JobId, out var topic))
            {
                tail = topic.Tail;
                topic.Tail = tail.Append(job);
                topic.Known = job;
            }
        }

        tail?.Wake();
        foreach (var mailbox in _mailboxes.Keys)
        {
            mailbox.Post(job);
        }
    }

    /// <summary>Listens to one job. Whatever is committed after this call is found behind the returned place.</summary>
    public (Subscription Subscription, FeedNode Start) Subscribe(string jobId)
    {
        lock (_topics)
        {
            if (!_topics.TryGetValue(jobId, out var topic))
            {
                _topics[jobId] = topic = new Topic();
            }

            topic.Listeners++;
            return (new Subscription(this, jobId, topic), topic.Tail);
        }
    }

    /// <summary>Listens to all jobs, keeping the latest state of each that was not taken yet.</summary>
    public JobMailbox Open(Func<JobRecord, bool> filter, int bound)
    {
        var mailbox = new JobMailbox(filter, bound, closed: box => _mailboxes.TryRemove(box, out _));
        _mailboxes[mailbox] = true;
        return mailbox;
    }

    private void Release(string jobId)
    {
        lock (_topics)
        {
            if (--_topics[jobId].Listeners == 0)
            {
                _topics.Remove(jobId);
            }
        }
    }

    internal sealed class Topic
    {
        public FeedNode Tail { get; set; } = new(null);

        public int Listeners { get; set; }

        public JobRecord? Known { get; set; }
    }

    internal sealed class Subscription(JobFeed feed, string jobId, Topic topic) : IDisposable
    {
        private int _released;

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
                feed.Release(jobId);
            }
        }
    }
}
