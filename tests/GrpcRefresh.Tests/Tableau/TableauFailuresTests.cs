using GrpcRefresh.Server;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class TableauFailuresTests
{
    private static readonly SiteKey Site = new("default", "sales");

    public static TheoryData<object, ErrorReason, string, double?> Reasons => new()
    {
        { TableauErrorKind.Unreachable, ErrorReason.TableauUnreachable, "server=default, site=sales, tableau_request_id=req", 15 },
        { TableauErrorKind.Throttled, ErrorReason.TableauThrottled, "server=default, site=sales", 60 },
        { TableauErrorKind.AuthFailed, ErrorReason.TableauAuthFailed, "server=default, site=sales, tableau_code=499999", null },
        { TableauErrorKind.Forbidden, ErrorReason.TableauForbidden, "server=default, site=sales, tableau_code=499999", null },
        { TableauErrorKind.NotFound, ErrorReason.ResourceNotFound, "resource=workbook x", null },
        { TableauErrorKind.NothingToRefresh, ErrorReason.NothingToRefresh, "resource=workbook x", null },
        { TableauErrorKind.AlreadyQueued, ErrorReason.AlreadyRunning, "", null },
        { TableauErrorKind.JobEnded, ErrorReason.TableauRefused, "tableau_code=499999", null },
        { TableauErrorKind.JobNotQueryable, ErrorReason.TableauRefused, "tableau_code=499999", null },
        { TableauErrorKind.NotSupported, ErrorReason.TableauRefused, "tableau_code=499999", null },
        { TableauErrorKind.Refused, ErrorReason.TableauRefused, "tableau_code=499999", null },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_kind_has_its_reason_and_the_metadata_documented_there(object kind, ErrorReason reason, string metadata, double? retryAfter)
    {
        var e = new TableauException((TableauErrorKind)kind, "Tableau's words") { Code = "499999", RequestId = "req" };

        var failure = TableauFailures.From(e, Site, "workbook x");

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(metadata, string.Join(", ", failure.Metadata.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(retryAfter, failure.RetryAfter?.TotalSeconds);
        Assert.Contains("Tableau's words", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_is_covered() => Assert.Equal(Enum.GetValues<TableauErrorKind>().Length, Reasons.Count);

    [Fact]
    public void A_wait_that_Tableau_asked_for_is_passed_on() => Assert.Equal(
        TimeSpan.FromMinutes(29),
        TableauFailures.From(new TableauException(TableauErrorKind.Throttled, "x") { RetryAfter = TimeSpan.FromMinutes(29) }, Site).RetryAfter);
}
