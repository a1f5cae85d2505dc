namespace GrpcRefresh.Cli.Connecting;

/// <summary>Finds the service's address, the authorities to trust there, and the key for it: flags before the environment, the environment before the profile file.</summary>
internal static class Settings
{
    public const string DefaultAddress = "http://127.0.0.1:5400";
    public const string AddressVariable = "GRPCREFRESH_ADDRESS";
    public const string ProfileVariable = "GRPCREFRESH_PROFILE";
    public const string CaFileVariable = "GRPCREFRESH_CA_FILE";
    public const string KeyVariable = "GRPCREFRESH_KEY";
    public const string KeyFileVariable = "GRPCREFRESH_KEY_FILE";

    public static Uri Address(string? address, string? profile)
    {
        if (address is not null && profile is not null)
        {
            throw new UsageException("--address and --profile exclude each other.");
        }

        return address is not null ? Parse(address, "--address")
            : profile is not null ? OfProfile(profile)
            : Variable(AddressVariable) is { } fromEnvironment ? Parse(fromEnvironment, AddressVariable)
            : Variable(ProfileVariable) is { } named ? OfProfile(named)
            : ProfileFile.Read().DefaultProfile is { } usual ? OfProfile(usual)
            : new Uri(DefaultAddress);
    }

    /// <summary>The authorities to trust. A profile's are for the profile's address alone.</summary>
    public static string? CaFile(string? caFile, string? address, string? profile) =>
        caFile ?? Variable(CaFileVariable) ?? (ProfileName(address, profile) is { } name ? Profile(name).CaFile : null);

    /// <summary>The key for that address: itself, or the file that holds it. A profile's key goes to no other address.</summary>
    public static (string? Key, string? File) Key(string? file, string? address, string? profile)
    {
        var (key, keyFile) = (Variable(KeyVariable), Variable(KeyFileVariable));
        return file is not null ? (null, file)
            : profile is not null && Profile(profile).KeyFile is { } ofFlag ? (null, ofFlag)
            : key is not null && keyFile is not null ? throw new UsageException($"{KeyVariable} and {KeyFileVariable} exclude each other: set one.")
            : key is not null || keyFile is not null ? (key, keyFile)
            : ProfileName(address, profile) is { } usual ? (null, Profile(usual).KeyFile)
            : (null, null);
    }

    /// <summary>The profile that the address comes from, if it comes from one.</summary>
    private static string? ProfileName(string? address, string? profile) =>
        address is not null ? null
            : profile ?? (Variable(AddressVariable) is not null ? null : Variable(ProfileVariable) ?? ProfileFile.Read().DefaultProfile);

    private static Uri OfProfile(string name) => Parse(
        Profile(name).Address ?? throw new UsageException($"The profile '{name}' in {ProfileFile.Location} has no address."), $"The address of profile '{name}'");

    private static Profile Profile(string name)
    {
        var file = ProfileFile.Read();
        return file.Profiles.TryGetValue(name, out var profile)
            ? profile
            : throw new UsageException($"There is no profile '{name}' in {ProfileFile.Location}. It has: {string.Join(", ", file.Profiles.Keys.DefaultIfEmpty("none"))}.");
    }

    private static Uri Parse(string text, string source) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
            ? address
            : throw new UsageException($"{source} must be an address like {DefaultAddress}, and is '{text}'.");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
