namespace Lumina.Secrets.Sealing;

/// <summary>Why something can't be done with sealed secrets.</summary>
public enum SealedFault
{
    /// <summary>The file can't be read: damaged, of a newer program, with the conflict of a merge.</summary>
    Unreadable,

    /// <summary>The master key is not here.</summary>
    KeyMissing,

    /// <summary>A key, or the folder of keys, can't be trusted or used: open to others, not a key.</summary>
    KeyUnusable,

    /// <summary>A value does not open: it was changed, or is another one's.</summary>
    Refused,

    /// <summary>There is no such secret.</summary>
    NotThere,

    /// <summary>Too large, or too many.</summary>
    TooLarge,

    /// <summary>The file or a key can't be written, or is in use.</summary>
    Unwritable,
}

/// <summary>An expected end of working with sealed secrets. It never has a value in it.</summary>
public sealed class SealedException(SealedFault fault, string message, string? remedy = null) : Exception(message)
{
    public SealedFault Fault { get; } = fault;

    /// <summary>What to do.</summary>
    public string? Remedy { get; } = remedy;
}
