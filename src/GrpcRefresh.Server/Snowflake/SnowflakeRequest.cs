using System.Text;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>One request to the SQL API, before it is known who sends it.</summary>
/// <param name="Path">With the handle of a statement in it, which is why it is never logged.</param>
/// <param name="HasEffect">Whether it may execute a statement.</param>
internal sealed record SnowflakeRequest(HttpMethod Method, string Path, string? Body = null, bool HasEffect = false)
{
    /// <summary>Whether the answer tells of the statement; otherwise a 200 is all there is to it.</summary>
    public bool WantsResult { get; private init; } = true;

    private const string Statements = "/api/v2/statements";

    /// <summary>Hands a statement in. A repetition says so, which costs Snowflake a look-up; so the first one does not.</summary>
    public static SnowflakeRequest Submit(SqlStatement statement, SnowflakeOptions options, bool isRepetition) => new(
        HttpMethod.Post, $"{Statements}?requestId={statement.RequestId:D}{(isRepetition ? "&retry=true" : "")}", StatementBody.Write(statement, options), HasEffect: true);

    public static SnowflakeRequest Status(string handle) => new(HttpMethod.Get, $"{Statements}/{Uri.EscapeDataString(handle)}");

    public static SnowflakeRequest Partition(string handle, int number) =>
        new(HttpMethod.Get, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Statements}/{Uri.EscapeDataString(handle)}?partition={number}"));

    public static SnowflakeRequest Cancel(string handle) => new(HttpMethod.Post, $"{Statements}/{Uri.EscapeDataString(handle)}/cancel", "") { WantsResult = false };

    /// <summary>Neither the path nor the body: they hold what must not be seen.</summary>
    public override string ToString() => $"{Method} {Statements}";

    public HttpRequestMessage ToMessage() => new(Method, new Uri(Path, UriKind.Relative))
    {
        Content = Body is null ? null : new StringContent(Body, Encoding.UTF8, "application/json"),
    };
}
