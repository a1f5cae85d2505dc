using System.Globalization;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>
/// The part of GraphQL that metadata queries need: one query with variables, fields with aliases and arguments. No fragments, directives
/// or mutations; those are refused as syntax errors rather than ignored.
/// </summary>
internal sealed class GraphQlParser
{
    private readonly List<string> _tokens;
    private readonly IReadOnlyDictionary<string, object?> _given;
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);
    private int _at;

    private GraphQlParser(List<string> tokens, IReadOnlyDictionary<string, object?> given) => (_tokens, _given) = (tokens, given);

    private string Next => _at < _tokens.Count ? _tokens[_at] : "<EOF>";

    public static IReadOnlyList<GraphQlField> Parse(string query, IReadOnlyDictionary<string, object?> variables)
    {
        var parser = new GraphQlParser(GraphQlLexer.Tokens(query), variables);
        var fields = parser.ReadOperation();
        return parser._at == parser._tokens.Count ? fields : throw parser.Offending();
    }

    private List<GraphQlField> ReadOperation()
    {
        if (Accept("query"))
        {
            if (Next is not ("{" or "("))
            {
                ReadName();
            }

            if (Accept("("))
            {
                ReadVariables();
            }
        }

        return ReadSelections();
    }

    private void ReadVariables()
    {
        while (!Accept(")"))
        {
            Expect("$");
            var name = ReadName();
            Expect(":");
            var required = ReadType();
            var fallback = Accept("=") ? ReadValue() : null;
            _variables[name] = _given.TryGetValue(name, out var value) ? value : fallback;
            if (required && _variables[name] is null)
            {
                throw GraphQlProblem.Validation($"Variable '{name}' has coerced Null value for NonNull type");
            }
        }
    }

    private bool ReadType()
    {
        if (Accept("["))
        {
            ReadType();
            Expect("]");
        }
        else
        {
            ReadName();
        }

        return Accept("!");
    }

    private List<GraphQlField> ReadSelections()
    {
        Expect("{");
        var fields = new List<GraphQlField>();
        while (!Accept("}"))
        {
            var first = ReadName();
            var name = Accept(":") ? ReadName() : first;
            var arguments = Accept("(") ? ReadMembers(")") : [];
            fields.Add(new GraphQlField(name, first, arguments, Next == "{" ? ReadSelections() : []));
        }

        return fields.Count > 0 ? fields : throw Offending();
    }

    private Dictionary<string, object?> ReadMembers(string end)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (!Accept(end))
        {
            var name = ReadName();
            Expect(":");
            members[name] = ReadValue();
        }

        return members;
    }

    private object? ReadValue()
    {
        if (Accept("{"))
        {
            return ReadMembers("}");
        }

        if (Accept("["))
        {
            return ReadList();
        }

        if (Accept("$"))
        {
            var name = ReadName();
            return _variables.TryGetValue(name, out var value) ? value : throw GraphQlProblem.Validation($"Undefined variable '{name}'");
        }

        return Literal(Take());
    }

    private List<object?> ReadList()
    {
        var values = new List<object?>();
        while (!Accept("]"))
        {
            values.Add(ReadValue());
        }

        return values;
    }

    private object? Literal(string token) => token switch
    {
        ['"', .. var text] => text,
        "true" => true,
        "false" => false,
        "null" => null,
        _ when long.TryParse(token, CultureInfo.InvariantCulture, out var number) => number,
        _ when double.TryParse(token, CultureInfo.InvariantCulture, out var number) => number,
        _ when IsName(token) => token,
        _ => throw Offending(token),
    };

    private string ReadName() => IsName(Next) ? Take() : throw Offending();

    private static bool IsName(string token) =>
        (char.IsAsciiLetter(token[0]) || token[0] == '_') && token.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol == '_');

    private string Take()
    {
        var token = Next;
        return _at++ < _tokens.Count ? token : throw Offending(token);
    }

    private bool Accept(string token)
    {
        if (Next != token)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Accept(token))
        {
            throw Offending();
        }
    }

    private GraphQlProblem Offending(string? token = null) => GraphQlProblem.Syntax($"offending token '{token ?? Next}'");
}
