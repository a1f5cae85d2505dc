using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value, which is text or, under a key that ends with <c>-bin</c>, bytes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> _keyCharacters =
            SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Makes a binary entry from a copy of the bytes.</summary>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalized(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"The key '{key}' must end with {BinaryHeaderSuffix} to hold bytes.", nameof(key));
            }

            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = [.. valueBytes];
        }

        /// <summary>Makes a text entry.</summary>
        public Entry(string key, string value)
        {
            Key = Normalized(key);
            if (IsBinary)
            {
                throw new ArgumentException($"The key '{key}' ends with {BinaryHeaderSuffix}, so it cannot hold text.", nameof(key));
            }

            ArgumentNullException.ThrowIfNull(value);
            _text = value;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>A copy of the value's bytes.</summary>
        public byte[] ValueBytes => _text is null ? [.. _bytes!] : Encoding.ASCII.GetBytes(_text);

        /// <summary>The text; a binary entry has none and throws.</summary>
        public string Value => _text ?? throw new InvalidOperationException($"The entry '{Key}' holds bytes, not text.");

        /// <summary>Whether the key says that the value is binary.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <inheritdoc/>
        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes}]" : $"[Entry: key={Key}, value={_text}]";

        private static string Normalized(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            if (key.AsSpan().ContainsAnyExcept(_keyCharacters))
            {
                throw new ArgumentException(
                    $"The key '{key}' may hold only letters, digits, underscores, hyphens and dots.",
                    nameof(key));
            }

            return key.ToLowerInvariant();
        }
    }
}
