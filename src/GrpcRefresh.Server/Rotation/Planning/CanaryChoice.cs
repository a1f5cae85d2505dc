using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Chooses the items that are changed and refreshed before all others: the fewest connections first, then the smallest.</summary>
/// <remarks>A canary that was sick before would condemn a good secret, so each must have succeeded lately; none is taken on trust.</remarks>
internal sealed class CanaryChoice(CanaryHealth health, IOptions<RotationOptions> options)
{
    public async Task<IReadOnlySet<ItemKey>> ChooseAsync(IReadOnlyList<StepDraft> drafts, RotationTerms terms, CancellationToken ct)
    {
        var chosen = new HashSet<ItemKey>();
        if (!terms.RefreshesCanaries)
        {
            return chosen;
        }

        foreach (var credential in drafts.Where(draft => draft.Changes).GroupBy(draft => draft.CredentialKey).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // An item that proves another credential already may prove this one, too.
            if (!credential.Any(draft => chosen.Contains(draft.Item)))
            {
                chosen.UnionWith(await ChooseAsync(credential.First().Connection.UserName, Candidates(credential, drafts), terms, ct));
            }
        }

        return chosen;
    }

    /// <summary>An item's connections are changed together, also those that are given another credential.</summary>
    private static IReadOnlyList<CanaryCandidate> Candidates(IEnumerable<StepDraft> credential, IReadOnlyList<StepDraft> drafts)
    {
        var perItem = drafts.Where(draft => draft.Changes).CountBy(draft => draft.Item).ToDictionary();
        return
        [
            .. credential.Where(draft => draft.CanBeRefreshed)
                .DistinctBy(draft => draft.Item)
                .Select(draft => new CanaryCandidate(draft.Item, draft.Connection, perItem[draft.Item]))
                .OrderBy(candidate => candidate.Connections)
                .ThenBy(candidate => candidate.Sample.ItemSize ?? long.MaxValue)
                .ThenBy(candidate => candidate.Sample.ItemName, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.Item.Luid, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<ItemKey>> ChooseAsync(
        string userName, IReadOnlyList<CanaryCandidate> candidates, RotationTerms terms, CancellationToken ct)
    {
        if (candidates.Count == 0)
        {
            throw None(userName, "no chosen item has an extract, so no refresh can prove anything. Ask for VERIFICATION_READ_BACK, which proves less.");
        }

        if (candidates[0].Connections > terms.CanaryCount)
        {
            throw None(userName, $"the item with the fewest connections, '{candidates[0].Sample.ItemName}', has {candidates[0].Connections}. Set canary_count to at least that.");
        }

        var (chosen, room, nearest) = (new List<ItemKey>(), terms.CanaryCount, "");
        foreach (var candidate in candidates.TakeWhile(candidate => candidate.Connections <= terms.CanaryCount).Take(options.Value.CanaryCandidates))
        {
            if (candidate.Connections > room)
            {
                continue;
            }

            if (await health.FindSicknessAsync(candidate.Sample, terms.OldSecret, ct) is { } sickness)
            {
                nearest = nearest.Length > 0 ? nearest : sickness;
                continue;
            }

            chosen.Add(candidate.Item);
            room -= candidate.Connections;
            if (room == 0)
            {
                break;
            }
        }

        return chosen.Count > 0 ? chosen : throw None(
            userName, $"{nearest} Refresh it successfully with the old secret first, raise canary_count, or ask for VERIFICATION_READ_BACK.");
    }

    private static RefusedException None(string userName, string why) =>
        new(new Failure(ErrorReason.NoCanary, $"There is no canary for the connections of user '{userName}': {why}")
        {
            Metadata = new Dictionary<string, string> { ["user_name"] = userName },
        });
}
