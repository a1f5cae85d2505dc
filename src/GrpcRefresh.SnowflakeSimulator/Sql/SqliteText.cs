using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>
/// Rewrites queries and expressions of Snowflake's dialect as SQLite's, token by token: names of tables, functions, casts, paths into JSON.
/// A word that it does not know, where no name of a column can stand, is refused.
/// </summary>
internal sealed class SqliteText(SqlSession session, IReadOnlyList<SqlToken> tokens)
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "SELECT", "DISTINCT", "FROM", "WHERE", "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "AS", "ON", "JOIN",
        "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "GROUP", "BY", "ORDER", "HAVING", "LIMIT", "OFFSET", "UNION", "EXCEPT", "INTERSECT", "ALL", "ASC", "DESC", "NULLS",
        "FIRST", "LAST", "EXISTS", "OVER", "PARTITION", "WITH", "ROWS", "UNBOUNDED", "PRECEDING", "FOLLOWING", "CURRENT", "ROW", "VALUES", "ESCAPE",
    };

    private static readonly HashSet<string> EndOfFrom = new(StringComparer.Ordinal) { "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "SELECT" };

    private readonly List<string> _out = [];
    private readonly Stack<(int Start, string Function, bool InFrom)> _open = new();
    private readonly HashSet<string> _withNames = new(StringComparer.Ordinal);
    private int _at;
    private int _primary;
    private bool _isPath;
    private bool _inFrom;
    private bool _wantsSource;

    /// <summary>Whether a table or view was named.</summary>
    public bool ReadsTables { get; private set; }

    public static string Write(SqlSession session, IReadOnlyList<SqlToken> tokens) => new SqliteText(session, tokens).Write();

    public string Write()
    {
        var qualify = Top("QUALIFY");
        return qualify < 0 ? Translate() : Qualified(qualify);
    }

    // SELECT a FROM t QUALIFY c ORDER BY o: the condition becomes a hidden column of a subquery.
    private string Qualified(int qualify)
    {
        var from = Top("FROM");
        var end = Enumerable.Range(qualify, tokens.Count - qualify).FirstOrDefault(i => DepthAt(i) == 0 && (tokens[i].Is("ORDER") || tokens[i].Is("LIMIT")), tokens.Count);
        if (from < 0 || from > qualify || !tokens[0].Is("SELECT"))
        {
            throw SqlProblem.Unknown("QUALIFY outside a plain SELECT");
        }

        SqlToken Symbol(string text) => new(SqlTokenKind.Symbol, text, text);
        IReadOnlyList<SqlToken> inner =
        [
            .. tokens.Take(from), Symbol(","), Symbol("("), .. tokens.Skip(qualify + 1).Take(end - qualify - 1), Symbol(")"),
            new SqlToken(SqlTokenKind.Word, "AS", "AS"), new SqlToken(SqlTokenKind.Quoted, SqlCells.Hidden, ""), .. tokens.Skip(from).Take(qualify - from),
        ];
        var part = new SqliteText(session, inner);
        var rest = new SqliteText(session, [.. tokens.Skip(end)]);
        var text = $"SELECT * FROM ({part.Translate()}) WHERE \"{SqlCells.Hidden}\" {rest.Translate()}";
        ReadsTables = part.ReadsTables;
        return text;
    }

    private string Translate()
    {
        while (_at < tokens.Count)
        {
            Step(tokens[_at]);
        }

        return string.Join(' ', _out);
    }

    private void Step(SqlToken token)
    {
        if (_wantsSource && !token.Is("(") && !token.Is("LATERAL"))
        {
            Source();
            return;
        }

        _wantsSource &= !token.Is("(");
        switch (token.Kind)
        {
            case SqlTokenKind.Binding:
                Primary($"@b{token.Text}");
                break;
            case SqlTokenKind.Literal:
                Primary($"'{token.Text.Replace("'", "''", StringComparison.Ordinal)}'");
                break;
            case SqlTokenKind.Number:
                Primary(token.Text);
                break;
            case SqlTokenKind.Symbol:
                Symbol(token.Text);
                break;
            default:
                Word(token);
                break;
        }
    }

    private void Symbol(string symbol)
    {
        _at++;
        switch (symbol)
        {
            case "(":
                _open.Push((_out.Count, "", _inFrom));
                _inFrom = false;
                _out.Add("(");
                break;
            case ")":
                Close();
                break;
            case "::":
                Cast();
                break;
            case ":":
                Path();
                break;
            case "," when _inFrom:
                _out.Add(",");
                _wantsSource = true;
                break;
            case "?" or "=>" or "[" or "]" or "{" or "}":
                throw SqlProblem.Unknown($"'{symbol}' here");
            default:
                _out.Add(symbol);
                break;
        }
    }

    private void Close()
    {
        if (!_open.TryPop(out var opened))
        {
            throw SqlProblem.Unknown("a ')' too many");
        }

        (_primary, _isPath, _inFrom) = (opened.Start, false, opened.InFrom);
        _out.Add(")");
    }

    private void Word(SqlToken token)
    {
        var isCall = _at + 1 < tokens.Count && tokens[_at + 1].Is("(");
        if (token.Kind == SqlTokenKind.Word && isCall && !Kept.Contains(token.Text))
        {
            Call(token.Text);
        }
        else if (token.Kind == SqlTokenKind.Word && Kept.Contains(token.Text))
        {
            Keyword(token.Text);
        }
        else if (token.Kind == SqlTokenKind.Word && Constant(token.Text) is { } constant)
        {
            Primary(constant);
        }
        else
        {
            Column();
        }
    }

    private void Keyword(string word)
    {
        _at++;
        if (word == "AS" && _open.TryPeek(out var opened) && opened.Function == "CAST")
        {
            _out.Add("AS");
            _out.Add(SqliteType(Type()));
            return;
        }

        _out.Add(word);
        _inFrom = (_inFrom && !EndOfFrom.Contains(word)) || word == "FROM";
        _wantsSource = word is "JOIN" || (word == "FROM" && !Previous("DISTINCT", 2));
        if (word == "WITH" || (word == "AS" && _at >= 2 && _at < tokens.Count && tokens[_at].Is("(")))
        {
            _withNames.Add(tokens[word == "WITH" ? _at : _at - 2].Text);
        }
        else if (word == "NULL")
        {
            (_primary, _isPath) = (_out.Count - 1, false);
        }
    }

    private bool Previous(string word, int back) => _at - back >= 0 && tokens[_at - back].Is(word);

    private string? Constant(string word) => word switch
    {
        "TRUE" => "1",
        "FALSE" => "0",
        "CURRENT_TIMESTAMP" => Now(),
        _ => null,
    };

    private string Now() => $"'{SqlTimes.Write(session.World.Now)}'";

    private void Call(string name)
    {
        var constant = name switch
        {
            "CURRENT_TIMESTAMP" or "SYSDATE" or "SYSTIMESTAMP" => Now(),
            "CURRENT_USER" => Literal(session.Identity.User.Name),
            "CURRENT_ROLE" => Literal(session.Role),
            "CURRENT_ACCOUNT" or "CURRENT_ACCOUNT_NAME" => Literal(session.World.TokenAccount),
            "CURRENT_VERSION" => "'0.0.0 simulator'",
            "CURRENT_WAREHOUSE" => session.Warehouse is { } warehouse ? Literal(warehouse) : "NULL",
            "CURRENT_DATABASE" => session.DatabaseOrNull is { } database ? Literal(database) : "NULL",
            "UUID_STRING" => Literal($"{Guid.NewGuid()}"),
            _ => null,
        };
        if (constant is not null)
        {
            _at += 2;
            _at += _at < tokens.Count && tokens[_at].Is(")") ? 1 : throw SqlProblem.Unknown($"arguments of {name}");
            _primary = _out.Count;
            _isPath = false;
            _out.Add(constant);
            return;
        }

        var start = _out.Count;
        _out.Add(Function(name));
        _out.Add("(");
        _open.Push((start, name, _inFrom));
        _inFrom = false;
        _at += 2;
        if (name == "DATEADD")
        {
            _out.Add(Literal(tokens[_at++].Text.ToUpperInvariant().TrimEnd('S')));
        }
    }

    private static string Function(string name) => name switch
    {
        "COUNT" or "SUM" or "MIN" or "MAX" or "AVG" or "COALESCE" or "NULLIF" or "UPPER" or "LOWER" or "LENGTH" or "TRIM" or "ABS" or "ROUND" or "REPLACE" or "IFNULL"
            or "ROW_NUMBER" or "RANK" or "LAG" or "LEAD" or "FIRST_VALUE" or "LAST_VALUE" or "CAST" => name,
        "IFF" => "iif",
        "NVL" => "ifnull",
        "SUBSTRING" or "SUBSTR" => "substr",
        "PARSE_JSON" => "sf_json",
        "OBJECT_CONSTRUCT" => "json_object",
        "ARRAY_CONSTRUCT" => "json_array",
        "TO_TIMESTAMP" or "TO_TIMESTAMP_NTZ" or "TO_TIMESTAMP_LTZ" or "TO_TIMESTAMP_TZ" => "sf_timestamp",
        "TO_DATE" => "sf_date",
        "DATEADD" => "sf_dateadd",
        _ => throw SqlProblem.Unknown($"the function {name}"),
    };

    private void Column()
    {
        var parts = Parts();
        if (parts.Count > 2)
        {
            throw SqlProblem.Unknown($"a column by {parts.Count} parts; give the table an alias");
        }

        (_primary, _isPath) = (_out.Count, false);
        _out.Add(string.Join('.', parts.Select(part => part == "*" ? "*" : TableStore.Quote(part))));
    }

    private List<string> Parts()
    {
        List<string> parts = [tokens[_at++].Text];
        while (_at + 1 < tokens.Count && tokens[_at].Is(".") && (tokens[_at + 1].IsName || tokens[_at + 1].Is("*")))
        {
            parts.Add(tokens[_at + 1].Text);
            _at += 2;
        }

        return parts;
    }

    private void Source()
    {
        _wantsSource = false;
        if (tokens[_at].Is("TABLE") || tokens[_at].Is("FLATTEN"))
        {
            Flatten();
            return;
        }

        var parts = tokens[_at].IsName ? Parts() : throw SqlProblem.Unknown($"'{tokens[_at].Raw}' as a table");
        if (parts is [var single] && _withNames.Contains(single))
        {
            _out.Add(TableStore.Quote(single));
            return;
        }

        ReadsTables = true;
        _out.Add(TableStore.Quote(TableNames.Readable(session, parts)));
        var isNamed = _at < tokens.Count && (tokens[_at].Is("AS") || (tokens[_at].IsName && !Kept.Contains(tokens[_at].Text) && !tokens[_at].Is("QUALIFY") && !tokens[_at].Is("SET")));
        if (!isNamed)
        {
            _out.Add($"AS {TableStore.Quote(parts[^1])}");
        }
    }

    // TABLE(FLATTEN(INPUT => x)), or LATERAL FLATTEN(…), is SQLite's json_each(x); its columns KEY and VALUE have the same names.
    private void Flatten()
    {
        var isTable = tokens[_at].Is("TABLE");
        var cursor = new SqlCursor([.. tokens.Skip(_at)]);
        if (isTable)
        {
            cursor.Expect("TABLE", "(");
        }

        cursor.Expect("FLATTEN", "(");
        cursor.Expect("INPUT", "=>");
        var input = new SqliteText(session, cursor.Until(",")).Write();
        cursor.Expect(")");
        if (isTable)
        {
            cursor.Expect(")");
        }

        _at += cursor.At;
        // As JSON texts, like a VARIANT: json_each would give bare values.
        _out.Add($"(SELECT \"key\" AS \"KEY\", json_extract('[' || CASE WHEN \"type\" IN ('object', 'array') THEN \"value\" ELSE json_quote(\"atom\") END || ']', '$[0]') AS \"BARE\", CASE WHEN \"type\" IN ('object', 'array') THEN \"value\" ELSE json_quote(\"atom\") END AS \"VALUE\", \"id\" AS \"INDEX\" FROM json_each({input}))");
    }

    // x:a.b is a VARIANT, and JSON text as such.
    private void Path()
    {
        var path = "$";
        do
        {
            path += tokens[_at].IsName ? $".\"{tokens[_at].Raw.Trim('"')}\"" : throw SqlProblem.Unknown($"'{tokens[_at].Raw}' in a path");
            _at++;
        }
        while (_at < tokens.Count && tokens[_at].Is(".") && ++_at > 0);

        _out.Insert(_primary, "(");
        _out.Add($"-> {Literal(path)} )");
        _isPath = true;
    }

    private void Cast()
    {
        var type = Type();
        var inner = _isPath ? "sf_unwrap(" : "(";
        var normalizer = new TableColumn("", type, true, null).Normalizer;
        _out.Insert(_primary, normalizer is not null ? $"{normalizer}({inner}" : type is "VARIANT" or "OBJECT" or "ARRAY" ? "((" : $"CAST({inner}");
        _out.Add(normalizer is not null || type is "VARIANT" or "OBJECT" or "ARRAY" ? "))" : $") AS {SqliteType(type)})");
        _isPath = false;
    }

    private string Type()
    {
        var type = TableColumn.TypeOf(tokens[_at++].Text);
        if (_at < tokens.Count && tokens[_at].Is("("))
        {
            while (!tokens[_at++].Is(")"))
            {
            }
        }

        return type;
    }

    private static string SqliteType(string type) => type switch
    {
        "TEXT" => "TEXT",
        "NUMBER" => "NUMERIC",
        "REAL" => "REAL",
        _ => throw SqlProblem.Unknown($"CAST to {type}; write ::{type}"),
    };

    private void Primary(string text)
    {
        (_primary, _isPath) = (_out.Count, false);
        _out.Add(text);
        _at++;
    }

    private int Top(string word) => Enumerable.Range(0, tokens.Count).FirstOrDefault(i => tokens[i].Is(word) && DepthAt(i) == 0, -1);

    private int DepthAt(int place) => tokens.Take(place).Sum(token => token.Is("(") ? 1 : token.Is(")") ? -1 : 0);

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
