using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>What becomes of the tokens that a rotation makes and of those before them, as far as that is known before the run.</summary>
internal static class TokenPlanning
{
    public static IReadOnlyList<PlannedToken> Of(
        IReadOnlyDictionary<string, SurveyedToken> surveyed, IReadOnlyList<RotationStepRecord> steps, IReadOnlyList<ConnectionRecord> connections, int gaps) =>
    [
        .. surveyed.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Of(
            entry.Key, entry.Value.Order, entry.Value.Survey, [.. steps.Where(step => step.Meant && step.CredentialKey == entry.Key)], connections, gaps)),
    ];

    /// <summary>What an operator should know of them before the run.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<PlannedToken> tokens) => tokens.SelectMany(Warnings);

    private static PlannedToken Of(
        string key, TokenOrder order, TokenSurvey survey, IReadOnlyList<RotationStepRecord> steps, IReadOnlyList<ConnectionRecord> connections, int gaps)
    {
        // Where all connections sign in as somebody else now, no token of this user is what they hold: it is not theirs to take away.
        var old = order.OldToken is null && steps.All(step => step.ChangesUserName) ? null : survey.Old?.Name;
        var why = RetirementRule.WhyItStays(
            order, old, survey.HistoryIsReadable, steps, step => step.Provable == ProofLevel.UsesNew, Holdouts.Of(order.User, connections, steps), gaps);
        if (order.Method == TokenMethod.Rotate && why is not null)
        {
            throw TokenRefusals.Field("method", $"TOKEN_METHOD_ROTATE would lock out what is not changed before Snowflake ends the old secret of {old}: {why} Use TOKEN_METHOD_ADD.");
        }

        return new PlannedToken(key, order, survey, old, why is null ? null : $"The old token stays: {why}");
    }

    private static IEnumerable<string> Warnings(PlannedToken token) =>
    [
        .. token.Survey.Warnings,
        .. token is { Old: { } old, WhyOldStays: { } why } ? [$"{token.Order.User}: {why} Its name is {old}."] : Array.Empty<string>(),
        .. token.Order.Method == TokenMethod.Add ? [token.Survey.Lifetime.Warning(token.Order.User, token.Survey.Now)] : Array.Empty<string>(),
        .. token.Order.Method == TokenMethod.Rotate
            ? [$"{token.Order.User}: with TOKEN_METHOD_ROTATE Snowflake ends the old secret {token.Order.Overlap.TotalHours:0} hours after the new one was made, whatever has been changed by then."]
            : Array.Empty<string>(),
    ];
}
