namespace GrpcRefresh.Server.Tableau;

/// <summary>A conversation with Tableau that did not give the answer asked for.</summary>
internal sealed class TableauException(TableauErrorKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public TableauErrorKind Kind { get; } = kind;

    /// <summary>Tableau's six-digit code, when it sent its error envelope.</summary>
    public string? Code { get; init; }

    /// <summary>Tableau's own words: summary and detail.</summary>
    public string? Detail { get; init; }

    /// <summary>Tableau's id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>How long Tableau asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the request may have taken effect although it failed: it was sent, and the answer was lost or did not
    /// come from Tableau's REST API. Such a POST is looked up, never repeated blindly.
    /// </summary>
    public bool MayHaveTakenEffect { get; init; }

    /// <summary>The same failure of a request that was sent more than once and may have taken effect earlier.</summary>
    public TableauException InDoubt() => new(Kind, Message, this)
    {
        Code = Code,
        Detail = Detail,
        RequestId = RequestId,
        HttpStatus = HttpStatus,
        RetryAfter = RetryAfter,
        MayHaveTakenEffect = true,
    };
}
