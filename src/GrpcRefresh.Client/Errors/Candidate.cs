namespace GrpcRefresh.Client;

/// <summary>Content that a refused reference may have meant.</summary>
/// <param name="Luid">Tableau's identifier of the content; a reference by it is never ambiguous.</param>
/// <param name="Type">The kind of content.</param>
/// <param name="Owner">The owner's account. Empty when Tableau does not tell it.</param>
/// <param name="Description">Where the content is.</param>
public sealed record Candidate(string Luid, string Type, string Owner, string Description);
