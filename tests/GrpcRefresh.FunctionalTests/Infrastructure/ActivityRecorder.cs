using System.Collections.Concurrent;
using System.Diagnostics;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>Keeps all that is told by activities in this process while it lives: a collector of traces would see as much.</summary>
internal sealed class ActivityRecorder : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = [];
    private readonly ActivityListener _listener;

    public ActivityRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _texts.Enqueue(TextOf(activity)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<string> Texts => _texts;

    public void Dispose() => _listener.Dispose();

    private static string TextOf(Activity activity) => string.Join('\n',
    [
        activity.Source.Name,
        activity.OperationName,
        activity.DisplayName,
        activity.StatusDescription,
        activity.TraceStateString,
        .. activity.TagObjects.Select(Text),
        .. activity.Baggage.Select(item => $"{item.Key}: {item.Value}"),
        .. activity.Events.SelectMany(happened => happened.Tags.Select(Text).Prepend(happened.Name)),
        .. activity.Links.SelectMany(link => link.Tags?.Select(Text) ?? []),
    ]);

    private static string Text(KeyValuePair<string, object?> tag) =>
        $"{tag.Key}: {(tag.Value is System.Collections.IEnumerable and not string ? string.Join(' ', ((System.Collections.IEnumerable)tag.Value).Cast<object?>()) : tag.Value)}";
}
