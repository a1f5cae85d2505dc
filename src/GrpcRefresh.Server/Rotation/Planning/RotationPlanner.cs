using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Makes the plan of a rotation from what Tableau tells now.</summary>
internal sealed class RotationPlanner(
    ConnectionInventory inventory, CanaryChoice canaries, TableauSites sites, IOptions<RotationOptions> options)
{
    /// <param name="afresh">Whether Tableau is asked for its connections even if it was a moment ago.</param>
    public async Task<RotationPlanRecord> PlanAsync(
        ConnectionSelection selection,
        IReadOnlyDictionary<string, ResolvedCredential> credentials,
        IReadOnlyDictionary<string, SurveyedToken> surveyed,
        RotationTerms terms,
        bool afresh,
        CancellationToken ct)
    {
        var reading = afresh
            ? await inventory.ReadAfreshAsync(selection.Sites, selection.NeedsAllConnectionTypes, ct)
            : await inventory.ReadAsync(selection.Sites, selection.NeedsAllConnectionTypes, ct);
        IReadOnlyList<InventoryHole> gaps = [.. reading.Gaps.Where(selection.IsVisible)];
        var (drafts, others) = new StepDrafts(selection, credentials).Sort(reading.Connections);
        Demand(drafts);
        var chosen = await canaries.ChooseAsync(drafts, terms, ct);
        var order = drafts.OrderBy(draft => !(draft.Changes && chosen.Contains(draft.Item))).ToList();
        var steps = order.Select((draft, place) => StepOf(draft, place + 1, draft.Changes && chosen.Contains(draft.Item), terms)).ToList();
        var refreshed = drafts.Where(draft => draft.CanBeRefreshed && (terms.Verification == Verification.RefreshAll || chosen.Contains(draft.Item)))
            .Select(draft => draft.Item).Distinct().Count();
        var tokens = TokenPlanning.Of(surveyed, steps, [.. reading.Connections.Where(selection.IsVisible)], gaps.Count);
        return new RotationPlanRecord(
            steps,
            await CountUpdatesAsync(drafts, ct),
            refreshed,
            UnselectedGroups.Of(others),
            gaps,
            [.. PlanWarnings.Of(steps, gaps, refreshed, terms, surveyed.Values.Any(one => one.Survey.HistoryIsReadable)), .. TokenPlanning.Warnings(tokens)])
        {
            Tokens = tokens,
        };
    }

    private void Demand(IReadOnlyList<StepDraft> drafts)
    {
        if (drafts.Count > options.Value.MaxConnections)
        {
            throw RefusedException.InvalidField(
                "selector", $"chooses {drafts.Count} connections; one rotation changes at most {options.Value.MaxConnections} ({RotationOptions.Section}:{nameof(RotationOptions.MaxConnections)}). Choose fewer, for example by site or project.");
        }

        if (!drafts.Any(draft => draft.Changes))
        {
            var found = drafts.Count == 0
                ? "The selector chooses no connection that a credential is given for. Look at ListConnections."
                : $"None of the {drafts.Count} chosen connections can be changed: {drafts[0].Connection.ObstacleDetail}";
            throw new RefusedException(new Failure(ErrorReason.NothingToRotate, found)
            {
                Metadata = new Dictionary<string, string> { ["connections"] = $"{drafts.Count}" },
            });
        }
    }

    private static RotationStepRecord StepOf(StepDraft draft, int number, bool canary, RotationTerms terms) => new()
    {
        Number = number,
        Connection = draft.Connection,
        Meant = draft.Changes,
        State = draft.Changes ? RotationStepState.Planned : RotationStepState.Skipped,
        Provable = ProvableOf(draft, canary, terms),
        Canary = canary,
        CredentialKey = draft.CredentialKey,
        NewUserName = draft.NewUserName,
        ChangesEmbedPassword = draft.ChangesEmbedPassword,
        CanRollBack = draft.CanRollBack,
        Detail = draft.Changes ? LimitOf(draft, terms) : draft.Connection.ObstacleDetail,
    };

    private static ProofLevel ProvableOf(StepDraft draft, bool canary, RotationTerms terms) =>
        !draft.Changes || !terms.ReadsBack ? ProofLevel.Unspecified
        : draft.CanBeRefreshed && (canary || terms.Verification == Verification.RefreshAll) ? terms.ProofOfRefresh(draft.ChangesUserName || draft.Credential!.IsToldByHistory)
        : ProofLevel.Stored;

    private static string LimitOf(StepDraft draft, RotationTerms terms) => terms.RefreshesCanaries switch
    {
        true when draft.Connection.ViaBridge => "Refreshed through Tableau Bridge: its outcome comes too late to prove the change.",
        true when draft.Connection.SharesItem => "Its workbook has several data sources, and Tableau does not tell which of them have an extract: a refresh need not use it.",
        true when !draft.CanBeRefreshed => "A live connection: no refresh can prove what it holds.",
        _ => "",
    };

    private async Task<int> CountUpdatesAsync(IReadOnlyList<StepDraft> drafts, CancellationToken ct)
    {
        var updates = 0;
        foreach (var site in drafts.Where(draft => draft.Changes).GroupBy(draft => draft.Connection.Site))
        {
            var bulk = await SupportsBulkAsync(site.Key, ct);
            updates += bulk ? site.DistinctBy(draft => (draft.Item, draft.CredentialKey, draft.NewUserName)).Count() : site.Count();
        }

        return updates;
    }

    private async Task<bool> SupportsBulkAsync(SiteKey site, CancellationToken ct)
    {
        try
        {
            return await sites.Get(site).SupportsBulkUpdateAsync(ct);
        }
        catch (TableauException e)
        {
            throw new RefusedException(TableauFailures.From(e, site), e);
        }
    }
}
