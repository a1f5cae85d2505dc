using System.Text;
using GrpcRefresh.FunctionalTests.Faults;

namespace GrpcRefresh.FunctionalTests.Docs;

/// <summary>docs/faults.md as the table would have it.</summary>
internal sealed class FaultsPage
{
    private const string Introduction = """
        # Faults

        What becomes of calls and jobs when Tableau, or something in front of it, misbehaves. Written from the table that the tests play
        (`tests/GrpcRefresh.FunctionalTests/Faults`), by a test: see CONTRIBUTING.md. Each cell is a service and a simulated Tableau of its own.

        In every cell also holds:

        - A call makes at most four requests of the faulted route, and waits in between as long as Tableau says, up to 10 s. A longer wait is the caller's to
          plan with: the call is refused at once, with the wait as RetryInfo. Once the fault is gone, the same call succeeds.
        - Each piece of content is run exactly once in Tableau, however often its POST has to be repeated, and a job is told no other end than its run's.
        - A job waits at least as long as Tableau says before it asks again. Only the metadata API, whose word is a bonus, is asked with each poll.
        - One session serves all calls and jobs. Only a refused session is replaced, once for all who were refused; and when sessions are refused again
          and again, the service pauses before it signs in, longer each time.
        - Nothing is logged as an error, but for sessions and credentials that are refused.


        """;

    private const string Refusals = """
        ## Refusals of connections

        What only connections suffer, also behind an answer of 200. What they really hold is looked up in the simulated Tableau; a real one never tells.

        - in doubt: the error says that the connection may hold the new secret or the old one.
        - gone: the step's `detail` says that Tableau no longer knows the connection.
        - not touched: the step's `detail` says that the rotation had stopped before its turn.
        - not put back: the error says that the connection could not be given its previous secret again.
        - the user is locked: the error quotes Snowflake, so that nobody takes the new secret for a wrong one.

        A link to a published data source (400039) does not get this far: chosen by its id it is SKIPPED, and the step's `detail` says why.


        """;

    private readonly StringBuilder _page = new(Introduction);

    public string Write()
    {
        WriteTable(["fault", "what goes wrong", "strikes when it passes"], Troubles.All.Select(fault => new[] { fault.Name, fault.Meaning, $"{fault.Strikes}" }));
        _page.Append("A stall is tried again only where `RequestTimeout` leaves time for it: no repetition begins later than 30 s after the first try. ")
            .Append($"Here it is {Troubles.RequestTimeout.TotalSeconds:0} s.\n\n");
        WriteTable(["word", "meaning"], Outcome.Legend.Select(word => new[] { word.Outcome.Words, word.Meaning }));
        WriteGroup("Calls", FaultMatrix.Calls);
        WriteGroup("Jobs", FaultMatrix.Jobs);
        WriteGroup("Rotations", FaultMatrix.Rotations);
        WriteRefusals();
        return _page.ToString().TrimEnd('\n') + "\n";
    }

    private void WriteRefusals()
    {
        _page.Append(Refusals);
        WriteTable(
            ["what goes wrong", "in a rotation of", "steps", "proof", "the connections hold", "the job"],
            RotationFaultTable.Rows.Select(row => new[]
            {
                row.Fault,
                row.Asked.Words,
                Lines(row, step => $"{step.Who}: {step.State}{(step.Says.Length > 0 ? $", {step.Says}" : "")}"),
                Lines(row, step => step.Proof.ToString().ToUpperInvariant()),
                Lines(row, step => step.Holds),
                row.Job,
            }));
    }

    private static string Lines(RefusalRow row, Func<StepsEnd, string> words) => string.Join("<br>", row.Steps.Select(words));

    private void WriteGroup(string title, IReadOnlyList<MatrixRow> rows)
    {
        _page.Append($"## {title}\n\n");
        WriteTable(["route", "request", "what it is needed for"], rows.Select(row => new[] { row.Name, $"`{row.Method} {row.Path}`", row.Story.Words }));
        _page.Append("### A fault that passes\n\n");
        WriteOutcomes(rows, stays: false);
        _page.Append("### A fault that stays\n\n");
        WriteOutcomes(rows, stays: true);
    }

    private void WriteOutcomes(IReadOnlyList<MatrixRow> rows, bool stays) => WriteTable(
        ["route", .. Troubles.All.Select(fault => fault.Name)],
        rows.Select(row => new[] { row.Name }.Concat(Troubles.All.Select(fault => row.Expected(fault, stays).Words))));

    private void WriteTable(IReadOnlyList<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        _page.Append("| ").AppendJoin(" | ", heads).Append(" |\n|").Insert(_page.Length, "---|", heads.Count).Append('\n');
        foreach (var row in rows)
        {
            _page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        _page.Append('\n');
    }
}
