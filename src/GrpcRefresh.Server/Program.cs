using GrpcRefresh.Server;
using GrpcRefresh.Server.Verbs;

if (ServerVerbs.AreMeant(args))
{
    return ServerVerbs.Run(args);
}

try
{
    await ServerHost.Build(args).RunAsync();
    return 0;
}
catch (Exception e) when (StartProblem.Of(e) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}
