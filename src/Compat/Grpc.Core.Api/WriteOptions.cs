namespace Grpc.Core;

/// <summary>How messages are written.</summary>
public class WriteOptions
{
    /// <summary>No hints.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Makes options with these hints.</summary>
    public WriteOptions(WriteFlags flags = default)
    {
        Flags = flags;
    }

    /// <summary>The hints.</summary>
    public WriteFlags Flags { get; }

    /// <summary>The same options with other hints.</summary>
    public WriteOptions WithFlags(WriteFlags flags) => new(flags);
}
