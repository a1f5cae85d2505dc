using System.Net;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class RetryHintTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90", null, null, 90)]
    [InlineData("90", null, "Please retry after 29 minutes.", 90)]
    [InlineData("Tue, 01 Sep 2026 06:02:00 GMT", null, null, 120)]
    [InlineData("Tue, 01 Sep 2026 07:02:00 GMT", "Tue, 01 Sep 2026 07:00:00 GMT", null, 120)]
    [InlineData("Tue, 01 Sep 2026 05:00:00 GMT", null, null, 0)]
    [InlineData("9999999", null, null, 86_400)]
    [InlineData(null, null, "Too many requests for 'api.rest.refresh_extracts'. Please retry after 29 minutes.", 1_740)]
    [InlineData(null, null, "Please retry after 1 minute.", 60)]
    [InlineData(null, null, "Please retry after 5minutes.", null)]
    [InlineData(null, null, "Bitte warten.", null)]
    [InlineData("soon", null, null, null)]
    [InlineData(null, null, null, null)]
    public void The_header_counts_first_and_the_words_second(string? header, string? date, string? detail, int? seconds)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.TryAddWithoutValidation("Retry-After", header);
        answer.Headers.TryAddWithoutValidation("Date", date);

        Assert.Equal(seconds, (int?)RetryHint.Read(answer.Headers, detail, Now)?.TotalSeconds);
    }
}
