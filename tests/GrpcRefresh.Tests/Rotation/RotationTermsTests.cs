using GrpcRefresh.Server.Rotation;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation;

public sealed class RotationTermsTests
{
    [Theory]
    [InlineData(OldSecret.Dead, false, ProofLevel.UsesNew)]
    [InlineData(OldSecret.Dead, true, ProofLevel.UsesNew)]
    [InlineData(OldSecret.Valid, false, ProofLevel.Works)]
    [InlineData(OldSecret.Valid, true, ProofLevel.UsesNew)]
    [InlineData(OldSecret.Unknown, false, ProofLevel.Works)]
    [InlineData(OldSecret.Unknown, true, ProofLevel.UsesNew)]
    public void A_refresh_proves_the_new_secret_where_the_old_one_could_not_have_done_it(OldSecret oldSecret, bool userNameChanged, ProofLevel proof) =>
        Assert.Equal(proof, Terms(oldSecret).ProofOfRefresh(userNameChanged));

    [Theory]
    [InlineData(OldSecret.Dead, true)]
    [InlineData(OldSecret.Unknown, true)]
    [InlineData(OldSecret.Valid, false)]
    public void Refreshes_are_held_unless_both_secrets_are_known_to_be_valid(OldSecret oldSecret, bool holds) =>
        Assert.Equal(holds, Terms(oldSecret).HoldsRefreshes);

    [Theory]
    [InlineData(Verification.None, false, false)]
    [InlineData(Verification.ReadBack, true, false)]
    [InlineData(Verification.RefreshCanary, true, true)]
    [InlineData(Verification.RefreshAll, true, true)]
    public void Each_verification_does_what_the_lesser_ones_do(Verification verification, bool readsBack, bool refreshes)
    {
        var terms = Terms(OldSecret.Dead, verification);

        Assert.Equal((readsBack, refreshes), (terms.ReadsBack, terms.RefreshesCanaries));
    }

    private static RotationTerms Terms(OldSecret oldSecret, Verification verification = Verification.RefreshCanary) => new(oldSecret, verification, OnFailure.Stop, 1, 1, 4);
}
