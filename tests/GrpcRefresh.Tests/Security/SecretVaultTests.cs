using System.Security.Cryptography;
using System.Text;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Tests.Security;

public sealed class SecretVaultTests : IDisposable
{
    private const string Purpose = "rotation/job-1/NEW/";

    private static readonly byte[] Content = "some content with hunter2"u8.ToArray();

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("grpcrefresh-vault-");
    private readonly Secret _secret = new("hunter2 pässword 😀");

    private string Folder => Path.Combine(_parent.FullName, "db.keys");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void What_was_protected_opens_again_also_after_a_restart()
    {
        var cipher = new SecretVault(Folder).Protect(_secret, Purpose);

        Assert.Equal(_secret, new SecretVault(Folder).Unprotect(cipher, Purpose));
    }

    [Fact]
    public void What_is_stored_does_not_show_the_secret()
    {
        var cipher = new SecretVault(Folder).Protect(_secret, Purpose);

        Assert.Equal(-1, cipher.AsSpan().IndexOf(Encoding.UTF8.GetBytes("hunter2")));
        Assert.NotEqual(cipher, new SecretVault(Folder).Protect(_secret, Purpose));
    }

    [Fact]
    public void Another_purpose_opens_nothing()
    {
        var vault = new SecretVault(Folder);

        Refused(() => vault.Unprotect(vault.Protect(_secret, Purpose), "rotation/job-2/NEW/"));
    }

    [Fact]
    public void Another_key_ring_opens_nothing_and_the_refusal_names_the_setting_and_the_remedy()
    {
        var cipher = new SecretVault(Folder).Protect(_secret, Purpose);
        Directory.Delete(Folder, recursive: true);
        new SecretVault(Folder).Protect(_secret, Purpose);

        var refused = Refused(() => new SecretVault(Folder).Unprotect(cipher, Purpose));

        Assert.Contains("GrpcRefresh:Storage:KeyRing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Put the key ring back", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Folder, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_key_ring_is_not_replaced_by_an_attempt_to_open()
    {
        var cipher = new SecretVault(Folder).Protect(_secret, Purpose);
        Directory.Delete(Folder, recursive: true);

        Refused(() => new SecretVault(Folder).Unprotect(cipher, Purpose));

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_damaged_secret_or_key_ring_is_refused()
    {
        var cipher = new SecretVault(Folder).Protect(_secret, Purpose);
        Refused(() => new SecretVault(Folder).Unprotect([.. cipher[..^1], (byte)~cipher[^1]], Purpose));
        Refused(() => new SecretVault(Folder).Unprotect([1, 2, 3], Purpose));
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.WriteAllText(file, "<key");
        }

        Refused(() => new SecretVault(Folder).Unprotect(cipher, Purpose));
    }

    [Fact]
    public void Nothing_is_made_before_the_first_use()
    {
        _ = new SecretVault(Folder);

        Assert.Empty(_parent.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_place_that_cannot_be_a_folder_is_refused_by_its_setting()
    {
        var file = Path.Combine(_parent.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Contains("GrpcRefresh:Storage:KeyRing", Refused(() => new SecretVault(Path.Combine(file, "keys")).Protect(_secret, Purpose)).Message, StringComparison.Ordinal);
        Assert.Contains("GrpcRefresh:Storage:KeyRing", Refused(() => new SecretVault(file).Fingerprint(Content)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_service_may_look_into_the_key_ring()
    {
        var vault = new SecretVault(Folder);
        vault.Protect(_secret, Purpose);
        vault.Fingerprint(Content);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
            foreach (var file in Directory.GetFiles(Folder))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        // A key and the fingerprint's, and no draft left behind.
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void A_fingerprint_is_the_same_after_a_restart_and_another_for_other_content()
    {
        var fingerprint = new SecretVault(Folder).Fingerprint(Content);

        Assert.Equal(fingerprint, new SecretVault(Folder).Fingerprint(Content));
        Assert.NotEqual(fingerprint, new SecretVault(Folder).Fingerprint([.. Content, 0]));
    }

    [Fact]
    public void A_fingerprint_cannot_be_made_without_the_key_ring()
    {
        var fingerprint = new SecretVault(Folder).Fingerprint(Content);

        Assert.NotEqual(fingerprint, new SecretVault(Path.Combine(_parent.FullName, "other.keys")).Fingerprint(Content));
        Assert.NotEqual(fingerprint, Convert.ToHexString(SHA256.HashData(Content)));
        // The key itself stands there encrypted.
        Assert.NotEqual(fingerprint, Convert.ToHexString(HMACSHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "fingerprint.key")), Content)));
        Assert.NotInRange(new FileInfo(Path.Combine(Folder, "fingerprint.key")).Length, 0, 32);
    }

    [Fact]
    public void A_fingerprint_key_that_does_not_open_is_refused_instead_of_replaced()
    {
        new SecretVault(Folder).Fingerprint(Content);
        var file = Path.Combine(Folder, "fingerprint.key");
        File.WriteAllBytes(file, [1, 2, 3]);

        Assert.Contains($"delete '{file}'", Refused(() => new SecretVault(Folder).Fingerprint(Content)).Message, StringComparison.Ordinal);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Many_first_uses_at_once_make_one_key_and_one_fingerprint()
    {
        var vault = new SecretVault(Folder);

        var fingerprints = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            Assert.Equal(_secret, vault.Unprotect(vault.Protect(_secret, Purpose), Purpose));
            return vault.Fingerprint(Content);
        })));

        Assert.Single(fingerprints.Distinct());
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    private static SecretVaultException Refused(Func<object> use)
    {
        var refused = Assert.Throws<SecretVaultException>(use);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        return refused;
    }
}
