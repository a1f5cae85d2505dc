using GrpcRefresh.Server.Gateway.Routing;

namespace GrpcRefresh.Tests.Gateway.Routing;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/v1/jobs", "/v1/jobs", "")]
    [InlineData("/v1/jobs/{job_id}", "/v1/jobs/a", "job_id=a")]
    [InlineData("/v1/jobs/{job_id}:wait", "/v1/jobs/a%3Ab:wait", "job_id=a:b")]
    [InlineData("/v1/jobs/{job_id}/steps", "/v1/jobs/a%2Fb/steps", "job_id=a/b")]
    [InlineData("/v1/{resource.luid}/*", "/v1/x/y", "resource.luid=x")]
    [InlineData("/v1/{name=sites/*/items/*}:go", "/v1/sites/a%2Fb/items/c:go", "name=sites/a%2Fb/items/c")]
    public void A_path_gives_the_fields_that_its_template_names(string template, string path, string fields)
    {
        var parsed = PathTemplate.Parse(template);

        Assert.True(parsed.Matches(RawPath.Parse(path)!));
        Assert.Equal(fields, string.Join(',', parsed.Variables.Select(variable => $"{variable.Field}={variable.ValueIn(RawPath.Parse(path)!)}")));
    }

    [Theory]
    [InlineData("/v1/jobs", "/v1/Jobs")]
    [InlineData("/v1/jobs", "/v1/jobs/")]
    [InlineData("/v1/jobs", "/v1/jobs:")]
    [InlineData("/v1/jobs:watch", "/v1/jobs:Watch")]
    [InlineData("/v1/jobs:watch", "/v1/jobs%3Awatch")]
    [InlineData("/v1/jobs/{job_id}", "/v1/jobs/")]
    [InlineData("/v1/jobs/{job_id}", "/v1/jobs/a:b")]
    [InlineData("/v1/jobs/{job_id}:wait", "/v1/jobs/:wait")]
    [InlineData("/v1/{name=sites/*}", "/v1/sites")]
    public void What_only_looks_like_it_does_not_match(string template, string path) =>
        Assert.False(PathTemplate.Parse(template).Matches(RawPath.Parse(path)!));

    [Theory]
    [InlineData("")]
    [InlineData("v1/jobs")]
    [InlineData("/v1/**")]
    [InlineData("/v1/{name=**}")]
    [InlineData("/v1/{}")]
    [InlineData("/v1/{a}{b}")]
    [InlineData("/v1/{a={b}}")]
    [InlineData("/v1/jobs:")]
    [InlineData("/v1:x/jobs")]
    [InlineData("/v1/jobs/")]
    [InlineData("/v1/jobs\n")]
    public void A_template_that_cannot_be_served_is_refused_by_name(string template)
    {
        var refused = Assert.Throws<NotSupportedException>(() => PathTemplate.Parse(template));

        Assert.Contains($"\"{template}\"", refused.Message, StringComparison.Ordinal);
    }
}
