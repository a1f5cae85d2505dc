using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace GrpcRefresh.Server.Security;

/// <summary>The files of the key ring, one a key.</summary>
/// <remarks>
/// The framework's own repository writes through the machine's temporary folder and does not wait for the disk; here a
/// key has to outlive a loss of power whenever what it encrypts does.
/// </remarks>
internal sealed class KeyFiles(string folder) : IXmlRepository
{
    private const string Pattern = "key-*.xml";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public bool Any() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, Pattern).Any();

    public void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).Select(file => XElement.Load(file))] : [];

    /// <param name="friendlyName">As the framework names its elements: <c>key-</c> and the key's id, or <c>revocation-</c>, which nothing here asks for.</param>
    public void StoreElement(XElement element, string friendlyName)
    {
        CreateFolder();
        PrivateFile.Write(Path.Combine(folder, $"{friendlyName}.xml"), Encoding.UTF8.GetBytes(element.ToString()));
    }
}
