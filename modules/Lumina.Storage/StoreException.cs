using System.Data.Common;

namespace Lumina.Storage;

/// <summary>What is the matter with the store.</summary>
public enum StoreFault
{
    /// <summary>A newer program has written it.</summary>
    TooNew,

    /// <summary>It is damaged, or no store at all.</summary>
    Corrupt,

    /// <summary>There is no room to write.</summary>
    Full,

    /// <summary>It may be read, but not written.</summary>
    ReadOnly,

    /// <summary>Others hold it locked, for longer than we wait.</summary>
    Locked,

    /// <summary>It can't be reached for another reason; the message says which.</summary>
    Unavailable,
}

/// <summary>
/// The store can't be used. The message says what was found and what to do about it. It is a <see cref="DbException"/>, so that who
/// knows only ADO.NET can catch it too.
/// </summary>
public sealed class StoreException(StoreFault fault, string found, string remedy, Exception? inner = null)
    : DbException($"{found} {remedy}", inner)
{
    /// <summary>What is the matter.</summary>
    public StoreFault Fault { get; } = fault;

    /// <summary>What was found: a sentence.</summary>
    public string Found { get; } = found;

    /// <summary>What a person can do about it: a sentence.</summary>
    public string Remedy { get; } = remedy;
}
