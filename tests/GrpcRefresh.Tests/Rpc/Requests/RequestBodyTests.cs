using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class RequestBodyTests
{
    [Fact]
    public void The_order_of_a_map_is_no_part_of_a_request()
    {
        var one = new RotateConnectionCredentialsRequest
        {
            Labels = { ["a"] = "1", ["b"] = "2" },
            CredentialsByUser = { ["x"] = new Credential { SecretRef = "x" }, ["y"] = new Credential { SecretRef = "y" } },
        };
        var other = new RotateConnectionCredentialsRequest
        {
            Labels = { ["b"] = "2", ["a"] = "1" },
            CredentialsByUser = { ["y"] = new Credential { SecretRef = "y" }, ["x"] = new Credential { SecretRef = "x" } },
        };

        Assert.Equal(RequestBody.Of(one), RequestBody.Of(other));
    }

    [Fact]
    public void The_order_of_a_list_is() => Assert.NotEqual(
        RequestBody.Of(new ListJobsRequest { Filter = new JobFilter { Sites = { "a", "b" } } }),
        RequestBody.Of(new ListJobsRequest { Filter = new JobFilter { Sites = { "b", "a" } } }));

    [Fact]
    public void Another_secret_is_another_request() => Assert.NotEqual(RequestBody.Of(With("hunter1")), RequestBody.Of(With("hunter2")));

    private static RotateConnectionCredentialsRequest With(string secret) =>
        new() { Credential = new Credential { Inline = new InlineCredential { Secret = secret } } };
}
