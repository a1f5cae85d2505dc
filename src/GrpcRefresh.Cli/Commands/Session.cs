using System.CommandLine;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Commands;

/// <summary>What a command works with.</summary>
internal sealed record Session(ParseResult Parsed, GrpcRefreshClient Client, Printer Printer);
