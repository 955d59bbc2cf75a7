namespace Lumina.Journal;

/// <summary>Documents that are stored once under the digest of their content: plans, change sets, decisions.</summary>
public interface IDocumentStore
{
    /// <summary>Stores a document; does nothing when it is there already. The digest is <c>sha256:</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be written now.</exception>
    Task<string> PutAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The document of that digest; null when there is none. Its content is checked against the digest.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now, or the content does not fit the digest.</exception>
    Task<ReadOnlyMemory<byte>?> GetAsync(string digest, CancellationToken cancellationToken = default);

    /// <summary>Gives a document more names, of 1 to 200 characters, by which it can be found. A name that is given stays where it is.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be written now; some of the names may have been given.</exception>
    Task NameAsync(string digest, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default);

    /// <summary>The digest of the document of that name; null when there is none.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken = default);
}
