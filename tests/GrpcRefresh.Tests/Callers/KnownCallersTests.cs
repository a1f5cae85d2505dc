using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;

namespace GrpcRefresh.Tests.Callers;

public sealed class KnownCallersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-callers-");
    private readonly IConfiguration _configuration;

    public KnownCallersTests() => _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection([new("GrpcRefresh:Storage:Sqlite", Path.Combine(_folder.FullName, "grpcrefresh.db"))])
        .Build();

    [Fact]
    public void Without_a_database_there_is_nobody_and_the_question_makes_none()
    {
        Assert.False(new KnownCallers(_configuration).AreConfigured);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void From_the_first_key_on_there_is_somebody_also_when_it_is_revoked()
    {
        var keys = new ApiKeyFile(_configuration, TimeProvider.System);
        keys.Create(new ApiKeyRequest("etl", Role.Refresher, CallerScope.Everything, null));
        Assert.True(new KnownCallers(_configuration).AreConfigured);

        keys.Revoke("etl");
        Assert.True(new KnownCallers(_configuration).AreConfigured);
    }

    [Fact]
    public void With_an_issuer_there_is_somebody()
    {
        _configuration["GrpcRefresh:Callers:Issuers:snowflake:Issuer"] = "https://issuer.example.com";

        Assert.True(new KnownCallers(_configuration).AreConfigured);
    }

    [Fact]
    public void A_file_that_is_no_database_of_ours_is_told_by_those_who_need_it()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "grpcrefresh.db"), "not a database, but long enough to be read as the beginning of one, or so it seems to be");

        Assert.False(new KnownCallers(_configuration).AreConfigured);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
