using GrpcRefresh.Server;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class RefreshResourceReadingTests
{
    private const string Luid = "123e4567-e89b-12d3-a456-426614174000";

    private static readonly Dictionary<string, (Action<RefreshResourceRequest> Spoil, string[] Fields)> Bad = new()
    {
        ["no resource"] = (r => r.Resource = null, ["resource"]),
        ["a mode of tomorrow"] = (r => r.Mode = (RefreshMode)77, ["mode"]),
        ["a freshness of tomorrow"] = (r => r.Freshness = (Freshness)77, ["freshness"]),
        ["a request id that is no UUID"] = (r => r.RequestId = "once", ["request_id"]),
        ["a request id in braces"] = (r => r.RequestId = $"{{{Luid}}}", ["request_id"]),
        ["seventeen labels"] = (r => r.Labels.Add(Enumerable.Range(0, 17).ToDictionary(i => $"l{i}", i => "")), ["labels"]),
        ["a label key in upper case"] = (r => r.Labels.Add("Team", "x"), ["labels"]),
        ["an empty label key"] = (r => r.Labels.Add("", "x"), ["labels"]),
        ["a label key of 64 characters"] = (r => r.Labels.Add(new string('a', 64), "x"), ["labels"]),
        ["a label key with a line break behind"] = (r => r.Labels.Add("team\n", "x"), ["labels"]),
        ["a label value of 257 characters"] = (r => r.Labels.Add("team", new string('x', 257)), ["labels.team"]),
        ["a label value with a control character"] = (r => r.Labels.Add("team", "a\u001b[31m"), ["labels.team"]),
        ["somebody's name of 257 characters"] = (r => r.OnBehalfOf = new OnBehalfOf { User = new string('x', 257) }, ["on_behalf_of.user"]),
        ["control characters in all that is told of somebody"] = (
            r => r.OnBehalfOf = new OnBehalfOf { User = "\0", Role = "\n", Task = "\u001b[2J", QueryId = "\u0085" },
            ["on_behalf_of.user", "on_behalf_of.role", "on_behalf_of.task", "on_behalf_of.query_id"]),
        ["everything at once"] = (
            r =>
            {
                r.Resource = new ResourceRef { Luid = "nine" };
                r.Mode = (RefreshMode)77;
                r.Freshness = (Freshness)77;
                r.RequestId = "once";
                r.Labels.Add("Team", "x");
            },
            ["resource.type", "resource.luid", "mode", "freshness", "request_id", "labels"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_request_is_refused_with_the_paths_of_its_bad_fields(string what)
    {
        var request = Good();
        Bad[what].Spoil(request);

        Assert.Equal(Bad[what].Fields, BadFields.Of(() => Read(request)));
    }

    [Fact]
    public void What_is_left_out_has_its_documented_default()
    {
        var command = Read(Good());

        Assert.Equal(RefreshMode.Full, command.Mode);
        Assert.Equal(Freshness.AfterRequest, command.Freshness);
        Assert.Null(command.RequestId);
        Assert.False(command.ValidateOnly);
        Assert.Empty(command.Labels);
        Assert.Null(command.OnBehalfOf);
        Assert.Same(SomeCaller.Anonymous, command.Caller);
    }

    [Fact]
    public void What_is_given_arrives()
    {
        var request = Good();
        request.Mode = RefreshMode.Incremental;
        request.Freshness = Freshness.JoinActive;
        request.ValidateOnly = true;
        request.RequestId = Luid.ToUpperInvariant();
        request.Labels.Add(new string('a', 63), new string('x', 256));

        request.OnBehalfOf = new OnBehalfOf { User = new string('u', 256), Role = "r", Task = "t", QueryId = "q" };

        var command = Read(request);

        Assert.Equal(new OnBehalf(new string('u', 256), "r", "t", "q"), command.OnBehalfOf);
        Assert.Equal(RefreshMode.Incremental, command.Mode);
        Assert.Equal(Freshness.JoinActive, command.Freshness);
        Assert.True(command.ValidateOnly);
        Assert.Equal(Luid, command.RequestId);
        Assert.Equal(new string('x', 256), command.Labels[new string('a', 63)]);
    }

    [Fact]
    public void Naming_nobody_is_the_same_as_leaving_it_out()
    {
        var request = Good();
        request.OnBehalfOf = new OnBehalfOf();

        Assert.Null(Read(request).OnBehalfOf);
    }

    private static RefreshCommand Read(RefreshResourceRequest request) => RefreshRequests.Read(request, SomeCaller.Anonymous);

    private static RefreshResourceRequest Good() => new() { Resource = new ResourceRef { Type = ResourceType.Workbook, Luid = Luid } };
}
