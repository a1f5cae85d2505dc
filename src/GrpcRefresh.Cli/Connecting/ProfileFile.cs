using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcRefresh.Cli.Connecting;

/// <summary>The caller's own profiles.</summary>
internal sealed record ProfileFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string? DefaultProfile { get; init; }

    public IReadOnlyDictionary<string, Profile> Profiles { get; init; } = new Dictionary<string, Profile>();

    public static string Location => Path.Combine(Folder, "grpcrefresh", "config.json");

    private static string Folder =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
        : Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    public static ProfileFile Read()
    {
        try
        {
            return JsonSerializer.Deserialize<ProfileFile>(File.ReadAllText(Location), Format) ?? new ProfileFile();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ProfileFile();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The profile file {Location} cannot be read: {e.Message}");
        }
    }

    /// <summary>For completion, which stays silent about a broken file.</summary>
    public static IEnumerable<string> Names()
    {
        try
        {
            return Read().Profiles.Keys;
        }
        catch (UsageException)
        {
            return [];
        }
    }
}
