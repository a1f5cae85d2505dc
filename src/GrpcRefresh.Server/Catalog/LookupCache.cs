namespace GrpcRefresh.Server.Catalog;

/// <summary>Remembers look-ups for a while. Identical ones at the same time are one; failures are not remembered.</summary>
/// <param name="capacity">Beyond it the entries that were not asked for longest are dropped.</param>
internal sealed class LookupCache<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    /// <param name="load">Runs for all who ask meanwhile, so it must not depend on one caller's cancellation.</param>
    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> load, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node) && time.GetUtcNow() < node.Value.Expires)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value!.WaitAsync(ct);
            }

            Drop(node);
            return Add(key, load).WaitAsync(ct);
        }
    }

    /// <summary>As <see cref="GetAsync"/>, but never what was looked up, or begun to be, before this call.</summary>
    public Task<TValue> ReloadAsync(TKey key, Func<Task<TValue>> load, CancellationToken ct)
    {
        lock (_gate)
        {
            Drop(_entries.GetValueOrDefault(key));
            return Add(key, load).WaitAsync(ct);
        }
    }

    public void Remove(Func<TKey, TValue, bool> isStale)
    {
        lock (_gate)
        {
            foreach (var node in _entries.Values.Where(n => n.Value.Value is { IsCompletedSuccessfully: true } t && isStale(n.Value.Key, t.Result)).ToList())
            {
                Drop(node);
            }
        }
    }

    private Task<TValue> Add(TKey key, Func<Task<TValue>> load)
    {
        if (_entries.Count >= capacity)
        {
            Drop(_byUse.Last);
        }

        var entry = _byUse.AddFirst(new Entry(key));
        _entries[key] = entry;
        return entry.Value.Value = LoadAsync(entry, load);
    }

    private async Task<TValue> LoadAsync(LinkedListNode<Entry> entry, Func<Task<TValue>> load)
    {
        // Out of the lock first.
        await Task.Yield();
        try
        {
            var value = await load();
            entry.Value.Landed(time.GetUtcNow() + lifetime);
            return value;
        }
        catch
        {
            lock (_gate)
            {
                Drop(entry);
            }

            throw;
        }
    }

    private void Drop(LinkedListNode<Entry>? node)
    {
        if (node?.List is not null)
        {
            _byUse.Remove(node);
            _entries.Remove(node.Value.Key);
        }
    }

    private sealed class Entry(TKey key)
    {
        private long _expires = DateTimeOffset.MaxValue.UtcTicks;

        public TKey Key { get; } = key;

        /// <summary>Its life begins when the value is there: a slow look-up must not land expired.</summary>
        public DateTimeOffset Expires => new(Interlocked.Read(ref _expires), TimeSpan.Zero);

        public void Landed(DateTimeOffset expires) => Interlocked.Exchange(ref _expires, expires.UtcTicks);

        public Task<TValue>? Value { get; set; }
    }
}
