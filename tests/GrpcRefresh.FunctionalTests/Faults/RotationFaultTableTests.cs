using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

public sealed class RotationFaultTableTests
{
    public static TheoryData<string> Rows => [.. RotationFaultTable.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Refused_or_betrayed_a_rotation_ends_as_the_table_says(string name)
    {
        var row = RotationFaultTable.Rows.Single(row => row.Name == name);

        var (job, steps) = await row.EndAsync();

        Assert.Equal(row.Steps, steps);
        Assert.Equal(row.Job, job);
    }

    [Fact]
    public async Task A_link_to_a_published_data_source_is_left_alone_and_says_why()
    {
        await using var service = await TestService.StartAsync();
        var link = service.Tableau.World.Item("Finance/Board Report").Connections[0];
        var request = RefusalRequest.Datasource.For(service.Tableau.World);
        request.Selector.ConnectionIds.Add(link.Luid);

        var begun = await service.RotateAsync(request);
        var job = await service.EndOfAsync(begun.Job.JobId);

        var step = (await service.StepsAsync(job.JobId)).Single(step => step.Connection.ConnectionId == link.Luid);
        Assert.Equal((JobState.Succeeded, RotationStepState.Skipped), (job.State, step.State));
        Assert.Contains("published data source", step.Detail, StringComparison.Ordinal);
        Assert.Equal(0, service.Tableau.World.Connection(link.Luid).SecretsGiven);
    }
}
