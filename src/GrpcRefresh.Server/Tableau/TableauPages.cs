using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Reads the lists that Tableau gives in pages.</summary>
internal static class TableauPages
{
    private const int PageSize = 1_000;

    /// <param name="path">With its query, sorted where Tableau can: without an order pages skip and repeat rows.</param>
    public static async IAsyncEnumerable<XElement> ReadPagesAsync(
        this TableauCaller caller, string path, string row, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 1; ; page++)
        {
            var root = await ReadPageAsync(caller, $"{path}{(path.Contains('?') ? '&' : '?')}pageSize={PageSize}&pageNumber={page}", page, ct);
            var rows = root?.Below(row).ToList() ?? [];
            foreach (var element in rows)
            {
                yield return element;
            }

            if (rows.Count == 0 || IsLast(root!, page))
            {
                yield break;
            }
        }
    }

    private static async Task<XElement?> ReadPageAsync(TableauCaller caller, string path, int page, CancellationToken ct)
    {
        try
        {
            var request = TableauRequest.Get(path);
            // Nothing at all is not an empty list.
            return await caller.SendAsync(request, ct) ?? throw AnswerProblem.Incomplete(request, "the list");
        }
        catch (TableauException e) when (e.Code == ErrorCodes.PageOutOfRange && page > 1)
        {
            // The list has become shorter under our hands.
            return null;
        }
    }

    private static bool IsLast(XElement root, int page) =>
        root.Child("pagination") is not { } pagination || pagination.Number("totalAvailable") is not { } total
        || (long)page * (pagination.Number("pageSize") ?? PageSize) >= total;
}
