using Spectre.Console;

namespace GrpcRefresh.Demo;

/// <summary>What a newcomer can try while the demo stays up.</summary>
internal static class Invitation
{
    private const string UsualAddress = "http://127.0.0.1:5400";

    public static void Show(DemoHost demo)
    {
        var service = demo.Url.ToString().TrimEnd('/');
        var gateway = demo.Gateway.ToString().TrimEnd('/');
        var tableau = demo.Tableau.Url.ToString().TrimEnd('/');
        var snowflake = demo.Snowflake.Url.ToString().TrimEnd('/');
        var address = service == UsualAddress ? "" : $" --address {service}";
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]Still up:[/] service (gRPC) {service}, its gateway (JSON) {gateway}, simulated Tableau {tableau} and Snowflake {snowflake}. Ctrl+C ends it.");
        AnsiConsole.MarkupLine("[bold]Try, in another terminal:[/]");
        Console.WriteLine($$$"""

              # refresh a workbook by the address a browser shows, and wait for it
              ./grpcrefresh resource refresh '{{{tableau}}}/#/workbooks/202/views' --wait{{{address}}}

              # watch every job of the service
              ./grpcrefresh job watch{{{address}}}

              # the same with curl: a line for each event; start something meanwhile
              curl -N '{{{gateway}}}/v1/jobs:watch'

              # give Finance its password back, then refresh its ledger again
              curl -X PUT {{{snowflake}}}/_sim/users/FINANCE_SVC -H 'content-type: application/json' -d '{"password":"finance-svc-secret"}'
              ./grpcrefresh resource refresh --type datasource --path Finance --name Ledger --wait{{{address}}}
            """);
    }
}
