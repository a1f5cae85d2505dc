using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Doctor;

/// <summary>Looks at the configured Snowflake account with the service's own credential, and changes nothing there.</summary>
internal static class SnowflakeDoctor
{
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(IConfiguration configuration, DoctorOrder order, CancellationToken ct)
    {
        SnowflakeOptions options = new();
        OutcomeOptions outcomes = new();
        try
        {
            configuration.GetSection(SnowflakeOptions.Section).Bind(options);
            configuration.GetSection(OutcomeOptions.Section).Bind(outcomes);
        }
        catch (InvalidOperationException e)
        {
            return [Mistake($"{e.Message} Correct the value; docs/configuration.md has the defaults and limits.")];
        }

        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            return mistakes;
        }

        using var neighbour = new SnowflakeNeighbour(Options.Create(options), SnowflakeTransport.CreateHandler, TimeProvider.System, NullLoggerFactory.Instance);
        var account = neighbour.Account!;
        var examination = new Examination(account, ct);
        examination.Findings.Add(new Finding("configuration", FindingState.Good, SnowflakeOptions.Section, $"{options.Address.Host}, user {options.User}", "Account, user and credential are there and can be read."));
        var credential = CredentialCheck.Read(options, examination);
        if (await SignInCheck.RunAsync(options, examination) is not { } role)
        {
            ClockCheck.Run(neighbour.ClockOffset, examination);
            examination.Add("everything else", FindingState.Skipped, "nothing", "nothing", "It needs the sign-in.");
            return examination.Findings;
        }

        ClockCheck.Run(neighbour.ClockOffset, examination);
        await CredentialCheck.CompareAsync(credential, options, examination);
        await GrantsCheck.RunAsync(role, examination);
        await TableCheck.LogAsync(outcomes, order.LogTable, examination);
        await TableCheck.MappingAsync(order.MappingTable, examination);
        await HistoryCheck.RunAsync(order.UsesWarehouse, examination);
        await OpenQuestions.RunAsync(examination);
        return examination.Findings;
    }

    private static List<Finding> Mistakes(SnowflakeOptions options)
    {
        var problems = options.IsOn
            ? new SnowflakeOptionsValidator().Validate(null, options).Failures ?? []
            : [SnowflakeFailures.NotConfigured("There is no account to look at.").Message];
        return [.. problems.Select(Mistake)];
    }

    private static Finding Mistake(string problem) =>
        new("configuration", FindingState.Failed, SnowflakeOptions.Section, problem, "Nothing can be asked before that is mended.");
}
