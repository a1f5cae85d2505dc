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

        var changed = drafts.Where(draft => draft.Changes).ToList();
        var room = new CanaryRoom(terms.CanaryCount);
        var examination = await health.ExamineAsync(changed.Select(draft => draft.Connection.Site).Distinct(), terms.OldSecret, ct);
        foreach (var credential in changed.GroupBy(draft => draft.CredentialKey).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // An item that proves another credential already may prove this one, too.
            if (!credential.Any(draft => chosen.Contains(draft.Item)))
            {
                chosen.UnionWith(await ChooseAsync(credential.Key, credential.First().Connection.UserName, Candidates(credential, changed), room, examination, ct));
            }
        }

        return chosen;
    }

    /// <summary>An item's connections are changed together, also those that are given another credential.</summary>
    private static IReadOnlyList<CanaryCandidate> Candidates(IEnumerable<StepDraft> credential, List<StepDraft> changed)
    {
        var byItem = changed.ToLookup(draft => draft.Item);
        return
        [
            .. credential.Where(draft => draft.CanBeRefreshed)
                .DistinctBy(draft => draft.Item)
                .Select(draft => new CanaryCandidate(draft.Item, draft.Connection, byItem[draft.Item].CountBy(each => each.CredentialKey).ToDictionary()))
                .OrderBy(candidate => candidate.Total)
                .ThenBy(candidate => candidate.Sample.ItemSize ?? long.MaxValue)
                .ThenBy(candidate => candidate.Sample.ItemName, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.Item.Luid, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<ItemKey>> ChooseAsync(
        string credential, string userName, IReadOnlyList<CanaryCandidate> candidates, CanaryRoom room, CanaryExamination examination, CancellationToken ct)
    {
        if (candidates.Count == 0)
        {
            throw None(userName, "no chosen item has an extract of its own, so no refresh can prove anything. Ask for VERIFICATION_READ_BACK, which proves less.");
        }

        if (!candidates.Any(room.Fits))
        {
            var fewest = candidates.MinBy(candidate => candidate.Most)!;
            throw None(userName, $"the item with the fewest connections, '{fewest.Sample.ItemName}', has {fewest.Most}. Set canary_count to at least that.");
        }

        var (chosen, nearest, asked) = (new List<ItemKey>(), "", 0);
        foreach (var candidate in candidates)
        {
            if (room.IsFull(credential) || asked == options.Value.CanaryCandidates)
            {
                break;
            }

            if (!room.Fits(candidate))
            {
                continue;
            }

            asked++;
            if (await examination.FindSicknessAsync(candidate.Sample, ct) is { } sickness)
            {
                nearest = nearest.Length > 0 ? nearest : sickness;
                continue;
            }

            chosen.Add(candidate.Item);
            room.Take(candidate);
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
