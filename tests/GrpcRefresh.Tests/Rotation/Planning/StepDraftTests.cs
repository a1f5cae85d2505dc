using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Planning;

public sealed class StepDraftTests
{
    private static readonly ConnectionRecord Extract = Some.Connection() with { HasExtracts = true };

    [Fact]
    public void A_credential_without_a_user_name_keeps_the_one_that_is_there()
    {
        Assert.Equal(("SALES_SVC", false), NameOf(Draft(Extract)));
        Assert.Equal(("SALES_SVC", false), NameOf(Draft(Extract, userName: "")));
        Assert.Equal(("OTHER_SVC", true), NameOf(Draft(Extract, userName: "OTHER_SVC")));
        Assert.Equal(("sales_svc", false), NameOf(Draft(Extract, userName: "sales_svc")));
    }

    [Fact]
    public void A_name_that_Tableau_did_not_tell_is_not_known_to_change_and_cannot_be_put_back()
    {
        var draft = Draft(Extract with { UserName = "" }, userName: "OTHER_SVC", previous: "old");

        Assert.False(draft.ChangesUserName);
        Assert.False(draft.CanRollBack);
    }

    [Fact]
    public void The_way_back_needs_a_previous_secret_and_a_password_that_was_kept()
    {
        Assert.True(Draft(Extract, previous: "old").CanRollBack);
        Assert.True(Draft(Extract with { EmbedPassword = null }, previous: "old").CanRollBack);
        Assert.False(Draft(Extract).CanRollBack);
        Assert.False(Draft(Extract with { EmbedPassword = false }, previous: "old").CanRollBack);
    }

    [Fact]
    public void Tableau_is_told_to_keep_the_password_where_it_said_that_it_does_not()
    {
        Assert.True(Draft(Extract with { EmbedPassword = false }).ChangesEmbedPassword);
        Assert.False(Draft(Extract with { EmbedPassword = null }).ChangesEmbedPassword);
        Assert.False(Draft(Extract).ChangesEmbedPassword);
    }

    [Fact]
    public void Only_an_extract_of_a_workbook_or_data_source_that_is_surely_of_this_connection_proves_it()
    {
        Assert.True(Draft(Extract).CanBeRefreshed);
        Assert.True(Draft(Extract with { ItemType = ConnectionItemType.Workbook }).CanBeRefreshed);
        Assert.False(Draft(Extract with { HasExtracts = false }).CanBeRefreshed);
        Assert.False(Draft(Extract with { HasExtracts = null }).CanBeRefreshed);
        Assert.False(Draft(Extract with { ItemType = ConnectionItemType.Flow }).CanBeRefreshed);
        Assert.False(Draft(Extract with { ViaBridge = true }).CanBeRefreshed);
        Assert.False(Draft(Extract with { SharesItem = true }).CanBeRefreshed);
    }

    [Fact]
    public void What_is_left_alone_changes_nothing_and_proves_nothing()
    {
        var draft = new StepDraft(Extract with { EmbedPassword = false }, "", null);

        Assert.Equal((false, false, false, false, false), (draft.Changes, draft.CanBeRefreshed, draft.CanRollBack, draft.ChangesUserName, draft.ChangesEmbedPassword));
        Assert.Equal("SALES_SVC", draft.NewUserName);
    }

    [Theory]
    [InlineData(ConnectionObstacle.NoEmbeddedPassword, true, ConnectionObstacle.Unspecified)]
    [InlineData(ConnectionObstacle.NoEmbeddedPassword, false, ConnectionObstacle.NoEmbeddedPassword)]
    [InlineData(ConnectionObstacle.PublishedDatasource, true, ConnectionObstacle.PublishedDatasource)]
    [InlineData(ConnectionObstacle.Unspecified, false, ConnectionObstacle.Unspecified)]
    public void A_connection_without_a_password_is_given_one_only_by_name(ConnectionObstacle told, bool byId, ConnectionObstacle obstacle) =>
        Assert.Equal(obstacle, StepDraft.ObstacleOf(Extract with { Obstacle = told }, byId));

    private static (string Name, bool Changes) NameOf(StepDraft draft) => (draft.NewUserName, draft.ChangesUserName);

    private static StepDraft Draft(ConnectionRecord connection, string? userName = null, string? previous = null) =>
        new(connection, "", new ResolvedCredential(userName, new Secret("new"), previous is null ? null : new Secret(previous)));
}
