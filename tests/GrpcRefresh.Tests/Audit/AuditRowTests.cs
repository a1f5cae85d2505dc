using System.Security.Cryptography;
using System.Text;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Audit;

public sealed class AuditRowTests : IAsyncLifetime
{
    private AuditWorkbench _audit = null!;

    public async Task InitializeAsync() => _audit = await AuditWorkbench.OpenAsync();

    public async Task DisposeAsync() => await _audit.DisposeAsync();

    [Fact]
    public async Task The_hash_is_the_documented_one()
    {
        var row = await _audit.AppendAsync("a", "größer");

        const string Written =
            "19:grpcrefresh-audit-1,64:0000000000000000000000000000000000000000000000000000000000000000,1:1,1:a,1:1,13:1772344800000,"
            + "9:127.0.0.1,0:,0:,0:,0:,15:TABLEAU_REFRESH,7:default,0:,10:DATASOURCE,4:0a1b,0:,8:INTENDED,8:größer,";
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Written))), row.Hash);
    }

    [Fact]
    public async Task What_is_read_is_what_was_written()
    {
        var written = await _audit.AppendAsync("a", "one");

        Assert.Equal(written, Assert.Single(await _audit.RowsAsync()));
    }

    [Fact]
    public async Task Control_characters_and_excess_are_kept_out()
    {
        var row = await _audit.AppendAsync("a", $"\u001b[2J\0{new string('x', 2_000)}");

        Assert.StartsWith(" [2J x", row.Detail, StringComparison.Ordinal);
        Assert.Equal(1_000, row.Detail.Length);
    }

    [Fact]
    public async Task A_character_of_two_halves_is_not_cut_apart()
    {
        await _audit.AppendAsync("a", new string('x', 999) + "😀");

        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Half_a_character_does_no_harm()
    {
        await _audit.AppendAsync("a", "\ud83d");

        Assert.True((await _audit.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Rows_are_chosen_by_chain_and_time()
    {
        await _audit.AppendAsync("a", "old");
        await _audit.AppendAsync("b", "other", Some.Time.AddHours(1));
        await _audit.AppendAsync("a", "new", Some.Time.AddHours(1));

        Assert.Equal(["old", "new"], (await _audit.RowsAsync("a")).Select(row => row.Detail));
        Assert.Equal(["other", "new"], (await _audit.RowsAsync(since: Some.Time.AddHours(1))).Select(row => row.Detail));
    }

    [Theory]
    [InlineData(AuditAction.CallRefresh, "CALL_REFRESH")]
    [InlineData(AuditAction.TableauUpdateConnections, "TABLEAU_UPDATE_CONNECTIONS")]
    internal void Names_are_written_as_in_the_contract(AuditAction action, string name) => Assert.Equal(name, AuditNames.Of(action));
}
