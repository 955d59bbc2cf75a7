namespace Lumina.Storage;

/// <summary>Where the embedded store is.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The database's file. It, and the folder that holds it, are made when they don't exist.</summary>
    public required string Path { get; init; }

    /// <summary>How long a statement waits for another writer, in whole seconds; at least one.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A file up to this size, in bytes, is read through for damage when it is opened. A larger one is not: that would take too long.
    /// </summary>
    public long CheckedSize { get; init; } = 32 * 1024 * 1024;
}
