using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;

namespace GrpcRefresh.FunctionalTests.Faults;

/// <summary>One route under one fault.</summary>
internal sealed record Cell(string Group, MatrixRow Row, Trouble Trouble, bool Stays)
{
    // Slow enough that two busy cores keep up: the time-out is a second on the wall.
    private const int Speed = 10;
    private const string SignIn = "POST /auth/signin";

    public string Name => $"{Group}: {Row.Name}, {Trouble.Name} that {(Stays ? "stays" : "passes")}";

    public Outcome Expected => Row.Expected(Trouble, Stays);

    /// <summary>Plays the row's story against a service and a simulator of its own.</summary>
    public async Task<Outcome> PlayAsync()
    {
        var clock = new QuickClock(Speed);
        var tableau = new TableauSimulatorOptions { Time = clock, ApiVersion = Row.Story.ApiVersion, JobDuration = TimeSpan.FromSeconds(3) };
        Row.Story.Prepare(tableau);
        await using var service = await TestService.StartAsync(tableau, Hurry);
        var fault = Trouble.On(Row, Stays);
        var outcome = await Row.Story.PlayAsync(new Stage(service, fault, Trouble, Stays, clock));
        Assert.NotEqual(0, fault.Hits);
        Assert.InRange(service.Tableau.Requests[SignIn] - (IsSignIn ? fault.Hits : 0), 1, Row.Story.Sessions + SessionsRefused(fault));
        Assert.True(service.Errors.Entries.Count == 0 || Trouble == Troubles.Session, string.Join('\n', service.Errors.Entries));
        return outcome;
    }

    private bool IsSignIn => Row.Path == "/auth/signin";

    private int SessionsRefused(Fault fault) => Trouble == Troubles.Session && !IsSignIn ? fault.Hits : 0;

    private static void Hurry(Dictionary<string, string?> settings)
    {
        settings["GrpcRefresh:Tableau:Servers:default:RequestTimeout"] = $"{Troubles.RequestTimeout}";
        settings["GrpcRefresh:Jobs:PollMin"] = "00:00:01";
        settings["GrpcRefresh:Jobs:PollMax"] = "00:00:02";
        settings["GrpcRefresh:Jobs:BackOffMax"] = "00:00:05";
        settings["GrpcRefresh:Jobs:LostAnswerGrace"] = "00:00:10";
        settings["GrpcRefresh:Jobs:UnknownAfter"] = "00:01:30";
        settings["GrpcRefresh:Jobs:EpochLimit"] = "00:05:00";
        settings["GrpcRefresh:Rotation:Patience"] = "00:00:20";
    }
}
