using System.Buffers;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Texts from callers end up in logs, terminals and URLs, so each has a bound and no control characters.</summary>
internal static class TextFields
{
    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    public static string ReadRequired(string value, string field, int longest, FieldErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Add(field, "is required");
        }

        return Read(value, field, longest, errors);
    }

    public static string Read(string value, string field, int longest, FieldErrors errors)
    {
        // What people call a character may take two chars.
        var length = value.Length <= longest ? value.Length : value.EnumerateRunes().Count();
        var control = value.AsSpan().IndexOfAny(ControlCharacters);
        if (length > longest)
        {
            errors.Add(field, $"has {length} characters; at most {longest} are allowed");
        }
        else if (control >= 0)
        {
            errors.Add(field, $"has the control character U+{(int)value[control]:X4} at position {control}; leave it out");
        }

        return value;
    }
}
