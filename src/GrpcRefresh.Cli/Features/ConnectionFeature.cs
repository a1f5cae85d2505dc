using System.CommandLine;
using GrpcRefresh.Cli.Connecting;
using GrpcRefresh.Client;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Cli.Features;

/// <summary>Where the service is, and the key for it.</summary>
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

    private readonly Option<string?> _keyFile = new("--key-file")
    {
        Description = $"A file with the API key or token that the service asks for, read anew for each call. Default: the profile's keyFile. Environment: {Settings.KeyFileVariable}, or {Settings.KeyVariable} for the key itself.",
        HelpName = "path",
    };

    public ConnectionFeature() => _profile.CompletionSources.Add(_ => ProfileFile.Names());

    public void AddTo(Command command)
    {
        command.Add(_address);
        command.Add(_profile);
        command.Add(_caFile);
        command.Add(_keyFile);
    }

    public Uri Address(ParseResult parsed) => Settings.Address(parsed.GetValue(_address), parsed.GetValue(_profile));

    public GrpcRefreshClient Connect(ParseResult parsed)
    {
        var (key, file) = Settings.Key(parsed.GetValue(_keyFile), parsed.GetValue(_address), parsed.GetValue(_profile));
        Demand(key, file);
        try
        {
            return new GrpcRefreshClient(new GrpcRefreshClientOptions
            {
                Address = Address(parsed),
                CaFile = Settings.CaFile(parsed.GetValue(_caFile), parsed.GetValue(_address), parsed.GetValue(_profile)),
                Credential = key,
                CredentialFile = file,
                ReconnectTimeLimit = Reconnecting,
            });
        }
        catch (OptionsValidationException e)
        {
            throw new UsageException(string.Join(Environment.NewLine, e.Failures));
        }
    }

    /// <summary>Before the first call, where a mistake can still be told as one.</summary>
    private static void Demand(string? key, string? file)
    {
        try
        {
            if ((file is null ? key : File.ReadAllText(file).Trim()) is { } text && (text.Length == 0 || text.Any(c => c is <= ' ' or > '~')))
            {
                throw new UsageException($"{(file is null ? Settings.KeyVariable : "The key file")} must hold an API key or token alone, on one line.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not the path: a key may have been given in its place.
            throw new UsageException($"The key file of --key-file, {Settings.KeyFileVariable} or the profile cannot be read ({e.GetType().Name}).");
        }
    }
}
