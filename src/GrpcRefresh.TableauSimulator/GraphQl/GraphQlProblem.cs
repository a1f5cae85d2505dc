namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>A query that cannot be answered; it becomes an entry of <c>errors</c> in a 200.</summary>
internal sealed class GraphQlProblem(string message, string classification) : Exception(message)
{
    public string Classification => classification;

    public static GraphQlProblem Syntax(string message) => new($"Invalid Syntax : {message}", "InvalidSyntax");

    public static GraphQlProblem Validation(string message) => new($"Validation error : {message}", "ValidationError");
}
