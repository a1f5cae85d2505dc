using GrpcRefresh.Demo;

if (DemoArguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(DemoArguments.Usage);
    return 2;
}

await using var demo = await DemoHost.StartAsync(arguments);
var told = await new Story(demo).TellAsync();
if (!arguments.Once)
{
    Invitation.Show(demo);
    await demo.StoppedAsync();
}

return told ? 0 : 1;
