using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class IncrementalTasksTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    [Fact]
    public async Task Only_the_schedule_tells_which_task_is_incremental()
    {
        Tasks(Task("full", "s1"), Task("incremental", "s2"));
        _bench.Stub.On("GET /schedules/s1/extracts", _ => Extracts("full", "FullRefresh"));
        _bench.Stub.On("GET /schedules/s2/extracts", _ => Extracts("incremental", "IncrementalRefresh"));

        Assert.Equal("incremental", await FindAsync());
    }

    [Fact]
    public async Task A_task_that_says_so_itself_is_believed()
    {
        Tasks(Task("task", "s1").Replace("RefreshExtractTask", "IncrementExtractTask", StringComparison.Ordinal));
        Assert.Equal("task", await FindAsync());
    }

    [Fact]
    public async Task A_task_of_other_content_is_not_looked_at()
    {
        Tasks(Task("other", "s1", Some.OtherLuid));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_task_of_a_data_source_with_that_id_is_not_meant()
    {
        Tasks(Task("task", "s1").Replace("<workbook", "<datasource", StringComparison.Ordinal));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_schedule_that_may_not_be_read_proves_nothing()
    {
        Tasks(Task("task", "s1"));
        _bench.Stub.On("GET /schedules/s1/extracts", _ => Answer.Error("403004"));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_schedule_of_the_cloud_kind_has_no_id_and_proves_nothing()
    {
        Tasks($"<task><extractRefresh id=\"t\" type=\"RefreshExtractTask\"><schedule frequency=\"Daily\"/><workbook id=\"{Some.Luid}\"/></extractRefresh></task>");
        Assert.Null(await FindAsync());
    }

    public void Dispose() => _bench.Dispose();

    private void Tasks(params string[] tasks) => _bench.Stub.On("GET /tasks/extractRefreshes", _ => Answer.Xml($"<tasks>{string.Concat(tasks)}</tasks>"));

    private Task<string?> FindAsync() => _bench.Site.FindIncrementalTaskAsync(ResourceType.Workbook, Some.Luid, default);

    private static string Task(string id, string schedule, string luid = Some.Luid) =>
        $"<task><extractRefresh id=\"{id}\" type=\"RefreshExtractTask\"><schedule id=\"{schedule}\"/><workbook id=\"{luid}\"/></extractRefresh></task>";

    private static HttpResponseMessage Extracts(string id, string type) =>
        Answer.Xml($"<extracts><extract id=\"{id}\" type=\"{type}\"><workbook id=\"{Some.Luid}\"/></extract></extracts>");
}
