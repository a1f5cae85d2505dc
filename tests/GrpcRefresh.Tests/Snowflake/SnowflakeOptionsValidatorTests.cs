using System.Security.Cryptography;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class SnowflakeOptionsValidatorTests : IDisposable
{
    private const string Key = SnowflakeOptions.Section;
    private readonly string _folder = Directory.CreateTempSubdirectory("snowflake").FullName;

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "Account", null, $"{Key}:Account is missing" },
        { "Account", "myorg.snowflakecomputing.com", $"{Key}:Account: 'myorg.snowflakecomputing.com' is no account identifier" },
        { "User", null, $"{Key}:User is missing" },
        { "Url", "ftp://x", $"{Key}:Url: give an address" },
        { "Url", "http://snowflake.example.com", $"{Key}:Url: http would send" },
        { "Url", "https://snowflake.example.com/api", $"{Key}:Url: give scheme and host only" },
        { "PatFile", null, $"{Key}: a credential is missing" },
        { "PatFile", "/nonexistent", $"{Key}:PatFile does not exist" },
        { "PrivateKeyFile", "/nonexistent", $"{Key}: PrivateKeyFile and PatFile are both set" },
        { "PrivateKeyPassphraseFile", "/nonexistent", $"{Key}:PrivateKeyPassphraseFile is set without PrivateKeyFile" },
        { "StatementTimeout", "00:00:00", $"{Key}:StatementTimeout: must be" },
        { "RequestTimeout", "00:00:30", $"{Key}:RequestTimeout: must be" },
        { "CaFile", "/nonexistent.pem", $"{Key}:CaFile: The file cannot be used" },
        { "Proxy", "proxy:3128x", $"{Key}:Proxy: give an address" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_by_its_key(string key, string? value, string message)
    {
        var settings = Good();
        settings[$"{Key}:{key}"] = value;
        Assert.Contains(Errors(settings), error => error.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_configured_is_fine_and_off()
    {
        Assert.Empty(Errors([]));
        Assert.False(new SnowflakeOptions().IsOn);
    }

    [Fact]
    public void Everything_needed_is_fine() => Assert.Empty(Errors(Good()));

    [Theory]
    [InlineData(2048, false, "")]
    [InlineData(2048, true, "")]
    [InlineData(1024, false, "holds a key of 1024 bits")]
    public void A_private_key_is_read_at_start(int bits, bool encrypted, string message)
    {
        using var rsa = RSA.Create(bits);
        var errors = Errors(WithKey(encrypted
            ? rsa.ExportEncryptedPkcs8PrivateKeyPem("words", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))
            : rsa.ExportPkcs8PrivateKeyPem(), encrypted ? "words" : null));
        Assert.Equal(message.Length > 0, errors.Any(error => error.Contains(message, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_encrypted_key_needs_its_passphrase()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportEncryptedPkcs8PrivateKeyPem("words", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        Assert.Contains("is encrypted. Set", Assert.Single(Errors(WithKey(pem, null))), StringComparison.Ordinal);
        Assert.Contains("cannot be used", Assert.Single(Errors(WithKey(pem, "other words"))), StringComparison.Ordinal);
        Assert.Contains("is not encrypted", Assert.Single(Errors(WithKey(rsa.ExportPkcs8PrivateKeyPem(), "words"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_form_or_kind_of_key_is_refused_with_the_way_out()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("openssl pkcs8", Assert.Single(Errors(WithKey(rsa.ExportRSAPrivateKeyPem(), null))), StringComparison.Ordinal);
        Assert.Contains("no RSA key", Assert.Single(Errors(WithKey(curve.ExportPkcs8PrivateKeyPem(), null))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("a token")]
    public void A_token_file_with_more_than_a_token_is_refused(string text)
    {
        var settings = Good();
        settings[$"{Key}:PatFile"] = FileOf("pat", text);
        Assert.Contains("holds more than a token", Assert.Single(Errors(settings)), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string?> Good() => new()
    {
        [$"{Key}:Account"] = "myorg-myaccount",
        [$"{Key}:User"] = "svc",
        [$"{Key}:PatFile"] = FileOf("pat", "a-token"),
    };

    private Dictionary<string, string?> WithKey(string pem, string? passphrase)
    {
        var settings = Good();
        settings.Remove($"{Key}:PatFile");
        settings[$"{Key}:PrivateKeyFile"] = FileOf("key", pem);
        settings[$"{Key}:PrivateKeyPassphraseFile"] = passphrase is null ? null : FileOf("words", passphrase);
        return settings;
    }

    private string FileOf(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        PrivateText.Write(path, text);
        return path;
    }

    private static List<string> Errors(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection().AddSnowflake(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<SnowflakeOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }
}
