using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace GrpcRefresh.Server.Security;

/// <summary>A text that must not be seen. It prints as <c>***</c> and opens only through <see cref="Reveal"/>.</summary>
[DebuggerDisplay(Mask)]
[TypeConverter(typeof(SecretTypeConverter))]
[JsonConverter(typeof(SecretJsonConverter))]
internal sealed class Secret(string value) : IEquatable<Secret>
{
    public const string Mask = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value = value;

    public bool IsEmpty => _value.Length == 0;

    /// <summary>The text itself. Every use is a place to review: search for this name.</summary>
    public string Reveal() => _value;

    public override string ToString() => Mask;

    /// <remarks>In constant time, because the other secret may come from somebody who is guessing.</remarks>
    public bool Equals(Secret? other) => other is not null &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}
