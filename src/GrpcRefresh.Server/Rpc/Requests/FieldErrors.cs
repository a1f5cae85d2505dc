using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Collects what is wrong with a request, so that its caller hears of everything at once.</summary>
internal sealed class FieldErrors
{
    /// <summary>An error travels in trailers, whose size clients limit; further bad fields are only counted.</summary>
    public const int MostShown = 20;

    private readonly List<FieldViolation> _shown = [];
    private int _count;

    /// <summary>Whoever only looks for more to show may stop.</summary>
    public bool IsFull => _shown.Count == MostShown;

    /// <summary>Reads a whole request, or throws with everything that is bad in it.</summary>
    public static T Check<T>(Func<FieldErrors, T> read)
    {
        var errors = new FieldErrors();
        var request = read(errors);
        errors.ThrowIfAny();
        return request;
    }

    public void Add(string field, string description)
    {
        _count++;
        if (_shown.Count < MostShown)
        {
            _shown.Add(new FieldViolation(field, description));
        }
    }

    private void ThrowIfAny()
    {
        if (_count == 0)
        {
            return;
        }

        var more = _count == 1 ? "" : $" (and {_count - 1} more)";
        var message = $"{_shown[0].Field}: {_shown[0].Description}{more}";
        throw new RefusedException(new Failure(ErrorReason.InvalidRequest, message) { Fields = _shown });
    }
}
