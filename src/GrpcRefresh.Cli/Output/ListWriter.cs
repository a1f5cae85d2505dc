using Google.Protobuf;

namespace GrpcRefresh.Cli.Output;

/// <summary>Writes a list: as a table, as JSON, or as CSV with columns of its own.</summary>
internal sealed class ListWriter<T>(Printer printer, IReadOnlyList<Column<T>> table, IReadOnlyList<Column<T>> csv)
    where T : IMessage
{
    /// <summary>Writes everything and answers how many there were.</summary>
    public async Task<int> WriteAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        if (printer.Format == OutputFormat.Text)
        {
            // How wide a column is shows only when all rows are there.
            var all = await rows.ToListAsync(cancellationToken);
            TextTable.Lines(table, all).ToList().ForEach(printer.Result);
            return all.Count;
        }

        if (printer.Format == OutputFormat.Csv)
        {
            printer.Result(Csv.Line(csv.Select(column => column.Name)));
        }

        var count = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            printer.Result(row, Csv.Line(csv.Select(column => column.Value(row))));
            count++;
        }

        return count;
    }
}
