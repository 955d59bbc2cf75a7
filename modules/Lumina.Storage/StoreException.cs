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

    /// <summary>It can't be used for another reason; the message says which.</summary>
    Unavailable,

    /// <summary>No server answers at its address.</summary>
    Unreachable,

    /// <summary>The server doesn't know the user, or the password is wrong.</summary>
    Unauthenticated,

    /// <summary>The user may not do there what Lumina needs.</summary>
    Forbidden,

    /// <summary>The server has no database of that name.</summary>
    DatabaseMissing,

    /// <summary>The server and the connection string don't agree on TLS, or its certificate isn't trusted.</summary>
    Encryption,

    /// <summary>The server's version is older than Lumina can use.</summary>
    ServerTooOld,

    /// <summary>The connection string, or the file with the password, can't be read.</summary>
    Misconfigured,
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
