using GrpcRefresh.Server;
using GrpcRefresh.Server.Verbs;
using Microsoft.Extensions.Options;

if (ServerVerbs.AreMeant(args))
{
    return ServerVerbs.Run(args);
}

try
{
    await ServerHost.Build(args).RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync($"The configuration is wrong:{string.Concat(e.Failures.Select(failure => $"{Environment.NewLine}  {failure}"))}");
    return 2;
}
catch (StartRefusedException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
