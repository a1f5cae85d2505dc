using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>The service stops, and would sign out.</summary>
internal sealed class StopStory : Story
{
    public override string Words => "the service stops and is started again";

    public override int Sessions => 2;

    public override async Task<Outcome> PlayAsync(Stage stage)
    {
        var orders = new ResourceRef { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") };
        var resolve = new ResolveResourceRequest { Resource = orders };
        await stage.Service.Refreshes.ResolveResourceAsync(resolve);
        stage.Strike();
        await stage.Service.RestartAsync();
        Assert.Equal(1, stage.Fault.Hits);
        stage.Lift();
        await stage.Service.Refreshes.ResolveResourceAsync(resolve);
        return Outcome.Stops;
    }
}
