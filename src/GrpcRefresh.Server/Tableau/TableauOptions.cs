namespace GrpcRefresh.Server.Tableau;

/// <summary>The Tableau servers and sites of this service.</summary>
internal sealed class TableauOptions
{
    public const string Section = "GrpcRefresh:Tableau";

    /// <summary>Named as callers name it; <c>default</c> is meant when they name none.</summary>
    public Dictionary<string, TableauServerOptions> Servers { get; } = new(StringComparer.OrdinalIgnoreCase);
}
