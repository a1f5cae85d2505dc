using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class ExtractTaskCallsTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    [Fact]
    public async Task Tasks_are_read_with_their_failures_and_the_state_of_their_schedule()
    {
        _bench.Stub.On("GET /tasks/extractRefreshes", _ => Answer.Xml("""
            <tasks>
              <task><extractRefresh id="t1" consecutiveFailedCount="5" type="RefreshExtractTask"><schedule id="s" state="Suspended"/><workbook id="w"/></extractRefresh></task>
              <task><extractRefresh id="t2"><schedule frequency="Daily"/><datasource id="d"/></extractRefresh></task>
              <task><extractRefresh id="t3"/></task>
              <task><extractRefresh><workbook id="w"/></extractRefresh></task>
            </tasks>
            """));

        Assert.Equal(
            [new TableauExtractTask("t1", ResourceType.Workbook, "w", 5, "Suspended"), new TableauExtractTask("t2", ResourceType.Datasource, "d", 0, "")],
            await _bench.Site.ListExtractTasksAsync(default));
    }

    [Fact]
    public async Task A_site_without_tasks_has_none()
    {
        _bench.Stub.On("GET /tasks/extractRefreshes", _ => Answer.Xml("<tasks/>"));
        Assert.Empty(await _bench.Site.ListExtractTasksAsync(default));
    }

    [Fact]
    public async Task An_account_that_may_not_see_them_is_told_so()
    {
        _bench.Stub.On("GET /tasks/extractRefreshes", _ => Answer.Error("403004"));
        var e = await Assert.ThrowsAsync<TableauException>(() => _bench.Site.ListExtractTasksAsync(default));
        Assert.Equal(TableauErrorKind.Forbidden, e.Kind);
    }

    public void Dispose() => _bench.Dispose();
}
