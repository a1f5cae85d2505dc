using System.Text;
using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Server.Webhooks;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Tableau;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static GrpcRefresh.Tests.Infrastructure.Some;

namespace GrpcRefresh.Tests.Webhooks;

public sealed class WebhookIntakeTests : IDisposable
{
    private const string SiteLuid = "21b111cb-fe6e-5fca-ad18-1c43f53ad548";
    private const string Content = "3d62b432-9bad-57e4-aa89-83cff3b85c58";

    private readonly TableauWorkbench _tableau = new();
    private readonly ManualClock _clock = new();
    private readonly SiteWakes _wakes;
    private readonly WebhookIntake _intake;

    public WebhookIntakeTests()
    {
        _tableau.Stub.On("POST /auth/signin", _ => Answer.Xml($"<credentials token=\"t\"><site id=\"{SiteLuid}\"/><user id=\"u\"/></credentials>"));
        _tableau.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        _tableau.Stub.LiveToken = "t";
        _wakes = new SiteWakes(_tableau.Sites);
        _intake = new WebhookIntake(
            _wakes, Options.Create(new WebhookOptions { MaxPerSecond = 3 }), _clock, new LoggerFactory([_tableau.Log]).CreateLogger<WebhookIntake>());
    }

    private SiteWake Bell => _wakes.Of(Site);

    [Theory]
    [InlineData("WORKBOOK", "WorkbookRefreshSucceeded")]
    [InlineData("DATASOURCE", "DatasourceRefreshFailed")]
    [InlineData("EXTRACTS", "SomethingNewer")]
    public async Task A_delivery_rings_for_its_content_on_its_site_whatever_it_calls_it(string resource, string what)
    {
        await _tableau.ReadAsync();

        _intake.Take(Body(resource: resource, what: what));

        Assert.True(Bell.Rung.IsCompleted);
        Assert.Equal([Content], Bell.Take());
        Assert.False(Bell.Rung.IsCompleted);
    }

    [Fact]
    public async Task The_same_delivery_again_is_ignored_and_a_later_one_is_not()
    {
        await _tableau.ReadAsync();
        _intake.Take(Body());
        Bell.Take();

        _intake.Take(Body());
        Assert.Empty(Bell.Take());
        _intake.Take(Body(at: "2026-09-01T06:31:00Z"));

        Assert.Single(Bell.Take());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"site_luid\":1,\"resource_luid\":2}")]
    [InlineData("{\"site_luid\":\"21b111cb-fe6e-5fca-ad18-1c43f53ad548\"}")]
    [InlineData("{\"site_luid\":\"not an id\",\"resource_luid\":\"3d62b432-9bad-57e4-aa89-83cff3b85c58\"}")]
    [InlineData("{\"site_luid\":\"11111111-1111-1111-1111-111111111111\",\"resource_luid\":\"3d62b432-9bad-57e4-aa89-83cff3b85c58\"}")]
    public async Task What_is_no_delivery_or_names_another_site_rings_nothing(string body)
    {
        await _tableau.ReadAsync();

        _intake.Take(Encoding.UTF8.GetBytes(body));

        Assert.Empty(Bell.Take());
    }

    [Fact]
    public void Before_the_first_sign_in_no_site_is_known()
    {
        _intake.Take(Body());

        Assert.Empty(Bell.Take());
    }

    [Fact]
    public void In_one_second_only_so_many_are_looked_at()
    {
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => _intake.HasRoom()));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(_intake.HasRoom());
    }

    [Fact]
    public async Task However_much_content_is_named_a_bell_remembers_a_thousand()
    {
        await _tableau.ReadAsync();
        for (var number = 0; number < 1_500; number++)
        {
            _intake.Take(Body(content: new Guid(number, 0, 0, new byte[8]).ToString()));
        }

        Assert.Equal(1_000, Bell.Take().Count);
    }

    [Fact]
    public async Task Nothing_a_stranger_wrote_reaches_the_log()
    {
        await _tableau.ReadAsync();

        _intake.Take(Encoding.UTF8.GetBytes("{\"site_luid\":\"forged\\nERROR\",\"resource_luid\":\"x\"}"));

        Assert.DoesNotContain(_tableau.Log.Lines, line => line.Contains("forged", StringComparison.Ordinal));
    }

    public void Dispose() => _tableau.Dispose();

    private static byte[] Body(string resource = "DATASOURCE", string what = "DatasourceRefreshSucceeded", string content = Content, string at = "2026-09-01T06:30:00Z") =>
        Encoding.UTF8.GetBytes($$"""{"resource":"{{resource}}","event_type":"{{what}}","resource_name":"x","site_luid":"{{SiteLuid}}","resource_luid":"{{content}}","created_at":"{{at}}"}""");
}
