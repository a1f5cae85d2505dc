using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>What a newcomer can try while the demo stays up.</summary>
internal static class Invitation
{
    public static void Show(DemoHost demo)
    {
        var service = demo.Url.ToString().TrimEnd('/');
        var tableau = demo.Tableau.Url.ToString().TrimEnd('/');
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]Still up:[/] service (gRPC) {service}, simulated Tableau {tableau}. Ctrl+C ends it.");
        AnsiConsole.MarkupLine("[bold]Try, in another terminal:[/]");
        Console.WriteLine($$$"""

              # refresh a workbook by the address a browser shows
              npx @bufbuild/buf curl --protocol grpc --http2-prior-knowledge -d '{"resource":{"url":"{{{tableau}}}/#/workbooks/202/views"}}' {{{service}}}/grpcrefresh.v1.RefreshService/RefreshResource

              # watch every job of the service
              npx @bufbuild/buf curl --protocol grpc --http2-prior-knowledge -d '{}' {{{service}}}/grpcrefresh.v1.JobService/WatchJobs

              # give Finance its password back, then refresh Finance/Ledger again
              curl -X PUT {{{tableau}}}/_sim/snowflake/users/FINANCE_SVC -H 'content-type: application/json' -d '{"secret":"finance-svc-secret"}'
            """);
    }
}
