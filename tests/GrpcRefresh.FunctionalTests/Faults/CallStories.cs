using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>The calls that reach Tableau before they are answered.</summary>
internal static class CallStories
{
    public static readonly Story ByLuid = new CallStory("content is resolved by its luid", stage => ResolveAsync(stage, OrdersIn(stage)));

    public static readonly Story ByPath = new CallStory(
        "content is resolved by its path", stage => ResolveAsync(stage, CallExtensions.Datasource("Orders", "Sales")));

    public static readonly Story ByUrl = new CallStory(
        "content is resolved by its address", stage => ResolveAsync(stage, new ResourceRef { Url = $"{stage.Service.Tableau.Url}#/datasources/101" }));

    public static readonly Story IncrementalRehearsal = new CallStory(
        "an incremental refresh is rehearsed below API 3.25",
        async stage => await stage.Service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest
        {
            Resource = OrdersIn(stage),
            Mode = RefreshMode.Incremental,
            ValidateOnly = true,
        }),
        apiVersion: "3.24");

    private static ResourceRef OrdersIn(Stage stage) => new() { Type = ResourceType.Datasource, Luid = stage.LuidOf("Sales/Orders") };

    private static async Task ResolveAsync(Stage stage, ResourceRef resource)
    {
        var answer = await stage.Service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = resource });
        Assert.Equal("Orders", answer.Resource.Name);
    }
}
