using System.Globalization;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>One page of a list, with the size that was asked for echoed: clients reckon with it.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    public XElement Pagination { get; } = Xml.Element(
        "pagination",
        Xml.Attribute("pageNumber", Number),
        Xml.Attribute("pageSize", Size),
        Xml.Attribute("totalAvailable", Total));

    public static Page<T> Of(IReadOnlyList<T> all, IQueryCollection query)
    {
        var size = Parse(query["pageSize"], DefaultSize) ?? throw Refuse.BadPageSize();
        if (size > MaxSize)
        {
            throw Refuse.PageSizeTooLarge();
        }

        var number = Parse(query["pageNumber"], 1) ?? throw Refuse.BadPageNumber();
        var skip = (number - 1L) * size;
        return skip < all.Count || number == 1
            ? new Page<T>([.. all.Skip((int)skip).Take(size)], number, size, all.Count)
            : throw Refuse.BadPageNumber();
    }

    private static int? Parse(string? text, int fallback) => text switch
    {
        null => fallback,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 => value,
        _ => null,
    };
}
