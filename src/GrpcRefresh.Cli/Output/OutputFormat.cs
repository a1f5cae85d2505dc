namespace GrpcRefresh.Cli.Output;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Csv,
}
