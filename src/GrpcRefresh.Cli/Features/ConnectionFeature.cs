using System.CommandLine;
using GrpcRefresh.Cli.Connecting;
using GrpcRefresh.Client;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Cli.Features;

/// <summary>Where the service is.</summary>
internal sealed class ConnectionFeature
{
    // Long enough for a restart of the service; without an end a job's outcome would be waited for in vain.
    private static readonly TimeSpan Reconnecting = TimeSpan.FromMinutes(2);

    private readonly Option<string?> _address = new("--address")
    {
        Description = $"The service's gRPC address. Default: of the profile, or {Settings.DefaultAddress}. Environment: {Settings.AddressVariable}.",
        HelpName = "url",
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = $"The profile to take from the profile file. Default: its defaultProfile. Environment: {Settings.ProfileVariable}.",
        HelpName = "name",
    };

    private readonly Option<string?> _caFile = new("--ca-file")
    {
        Description = $"A PEM file with the certificate authorities to trust for an https address. Default: of the profile, or the system's. Environment: {Settings.CaFileVariable}.",
        HelpName = "file",
    };

    public ConnectionFeature() => _profile.CompletionSources.Add(_ => ProfileFile.Names());

    public void AddTo(Command command)
    {
        command.Add(_address);
        command.Add(_profile);
        command.Add(_caFile);
    }

    public Uri Address(ParseResult parsed) => Settings.Address(parsed.GetValue(_address), parsed.GetValue(_profile));

    public GrpcRefreshClient Connect(ParseResult parsed)
    {
        try
        {
            return new GrpcRefreshClient(new GrpcRefreshClientOptions
            {
                Address = Address(parsed),
                CaFile = Settings.CaFile(parsed.GetValue(_caFile), parsed.GetValue(_address), parsed.GetValue(_profile)),
                ReconnectTimeLimit = Reconnecting,
            });
        }
        catch (OptionsValidationException e)
        {
            throw new UsageException(string.Join(Environment.NewLine, e.Failures));
        }
    }
}
