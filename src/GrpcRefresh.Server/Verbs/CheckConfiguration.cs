namespace GrpcRefresh.Server.Verbs;

/// <summary><c>grpcrefresh-server --check-config</c>: what a start would find wrong, without starting. Makes no file and asks nobody.</summary>
internal static class CheckConfiguration
{
    public const string Flag = "--check-config";

    private const int Wrong = 2;

    public static int Run(string[] args)
    {
        try
        {
            // Everything is checked while the service is put together; what it does begins with its start.
            ((IDisposable)ServerHost.Build([.. args.Where(word => word != Flag)])).Dispose();
        }
        catch (Exception e) when (StartProblem.Of(e) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return Wrong;
        }

        Console.WriteLine("The configuration is good.");
        return 0;
    }
}
