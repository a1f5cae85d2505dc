using System.Text;

namespace GrpcRefresh.Cli.Secrets;

/// <summary>Asks at the terminal and shows nothing of the answer.</summary>
internal static class HiddenInput
{
    public static async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync(question);
        // Reading a key cannot be cancelled; whoever leaves does not wait for it.
        var answer = await Task.Run(Read, CancellationToken.None).WaitAsync(cancellationToken);
        await Console.Error.WriteLineAsync();
        return answer.Length > 0 ? answer : throw new UsageException("The secret is empty.");
    }

    private static string Read()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return $"{typed}";
    }
}
