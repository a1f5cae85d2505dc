using Google.Protobuf.Collections;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Requests for rotations: either all of a request is good, or its caller hears of everything that is not.</summary>
internal static class RotationRequests
{
    private const int MostCanaries = 100;
    private const int MostParallel = 16;
    private const int MostFailures = 1_000_000;
    private const int MostStates = 16;

    /// <param name="overlap">Of a Snowflake token's predecessor, for a request that tells none.</param>
    public static RotationCommand Read(RotateConnectionCredentialsRequest request, Caller caller, TimeSpan overlap) => FieldErrors.Check(errors =>
    {
        var query = ConnectionSelectorFields.Read(request.Selector, "selector", errors);
        var credentials = ReadCredentials(request, overlap, errors);
        return new RotationCommand(
            query,
            credentials,
            ReadTerms(request, credentials.Values.Any(source => source is CredentialSource.Token), errors),
            request.ValidateOnly,
            IdFields.ReadRequestId(request.RequestId, errors),
            Body(request),
            LabelFields.Read(request.Labels, "labels", errors),
            OnBehalfFields.Read(request.OnBehalfOf, "on_behalf_of", errors),
            caller);
    });

    public static (string JobId, IReadOnlyList<RotationStepState> States, int PageSize, int After) Read(ListRotationStepsRequest request) =>
        FieldErrors.Check(errors => (
            IdFields.ReadJobId(request.JobId, errors),
            ReadStates(request.States, errors),
            PageFields.ReadSize(request.PageSize, errors),
            ReadAfter(request.PageToken, errors)));

    /// <param name="makesTokens">Then both secrets are valid, whatever the request says.</param>
    private static RotationTerms ReadTerms(RotateConnectionCredentialsRequest request, bool makesTokens, FieldErrors errors)
    {
        var oldSecret = EnumFields.Read(request.OldSecret, OldSecret.Unknown, "old_secret", errors);
        return new RotationTerms(
            makesTokens ? OldSecret.Valid : oldSecret,
            EnumFields.Read(request.Verification, Verification.RefreshCanary, "verification", errors),
            EnumFields.Read(request.OnFailure, OnFailure.Stop, "on_failure", errors),
            ReadCount(request.CanaryCount, 1, MostCanaries, "canary_count", errors),
            ReadCount(request.MaxFailures, 1, MostFailures, "max_failures", errors),
            ReadCount(request.MaxParallel, 4, MostParallel, "max_parallel", errors));
    }

    private static Dictionary<string, CredentialSource> ReadCredentials(RotateConnectionCredentialsRequest request, TimeSpan overlap, FieldErrors errors)
    {
        // An absent selector would choose every connection there is.
        var selector = request.Selector ?? new ConnectionSelector();
        var chosenById = selector.ConnectionIds.Count > 0;
        if (selector.AccountHost.Length == 0 && !chosenById)
        {
            errors.Add("selector", "names neither account_host nor connection_ids; a rotation needs one of them");
        }

        switch (request.Credential, request.CredentialsByUser.Count)
        {
            case (not null, > 0):
                errors.Add("credential", "and credentials_by_user are both set; give one of them");
                return new Dictionary<string, CredentialSource>();
            case (null, 0):
                errors.Add("credential", "is required, or credentials_by_user");
                return new Dictionary<string, CredentialSource>();
            case ({ } one, _):
                if (selector.UserName.Length == 0 && !chosenById)
                {
                    errors.Add("selector.user_name", "is required with credential: one secret is not for every user of an account; or give credentials_by_user");
                }

                return new Dictionary<string, CredentialSource> { [""] = CredentialFields.Read(one, "credential", overlap, errors) };
            default:
                return CredentialFields.Read(request.CredentialsByUser, "credentials_by_user", overlap, errors).ToDictionary();
        }
    }

    private static int ReadCount(int value, int whenZero, int most, string field, FieldErrors errors)
    {
        if (value < 0 || value > most)
        {
            errors.Add(field, $"is {value}; give 1 to {most:N0}, or 0 for {whenZero}");
        }

        return value == 0 ? whenZero : value;
    }

    private static IReadOnlyList<RotationStepState> ReadStates(RepeatedField<RotationStepState> states, FieldErrors errors)
    {
        if (states.Count > MostStates)
        {
            errors.Add("states", $"has {states.Count} values; at most {MostStates} are allowed");
        }

        return [.. states.Select((state, place) => EnumFields.ReadRequired(state, $"states[{place}]", errors))];
    }

    /// <summary>The last step's number: steps never move.</summary>
    private static int ReadAfter(string token, FieldErrors errors)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        if (!int.TryParse(token, out var after) || after < 1)
        {
            errors.Add("page_token", "is no page token of this service; start again without one");
        }

        return after;
    }

    /// <summary>The request without what may differ between two tries.</summary>
    private static byte[] Body(RotateConnectionCredentialsRequest request)
    {
        var body = request.Clone();
        (body.RequestId, body.ValidateOnly) = ("", false);
        return RequestBody.Of(body);
    }
}
