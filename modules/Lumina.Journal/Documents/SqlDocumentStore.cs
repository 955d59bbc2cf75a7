using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Lumina.Journal.Reading;
using Lumina.Journal.Writing;

namespace Lumina.Journal.Documents;

/// <summary>Documents in a SQL database, compressed where that makes them smaller.</summary>
public sealed class SqlDocumentStore(DbDataSource dataSource, TimeProvider time) : IDocumentStore
{
    private const string DigestPrefix = "sha256:";
    private const string Plain = "identity";
    private const string Brotli = "br";
    private const int CompressFrom = 1024;
    private const int NamesAtOnce = 500;

    /// <inheritdoc />
    public async Task<string> PutAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        JournalBounds.CheckName(kind, JournalBounds.NameLength, "The kind of a document");
        if (content.Length > JournalBounds.DocumentSize)
            throw new ArgumentException($"The document has {content.Length} bytes; {JournalBounds.DocumentSize} are allowed.", nameof(content));
        var digest = DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(content.Span));
        // Most documents are put again and again; looking costs no lock, inserting does.
        var known = new Query(dataSource, "select 1 from journal_document where digest = @digest", ("digest", digest));
        if ((await known.ReadAsync(row => row.GetInt32(0), cancellationToken)).Count == 0)
            await InsertAsync(digest, kind, content, cancellationToken);
        return digest;
    }

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string digest, CancellationToken cancellationToken = default)
    {
        var query = new Query(dataSource, "select encoding, size, content from journal_document where digest = @digest", ("digest", digest));
        var found = await query.ReadAsync(row => (row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancellationToken);
        if (found is not [var (encoding, size, content)])
            return null;
        if (Unpack(encoding, size, content) is { } document && digest == DigestPrefix + Convert.ToHexStringLower(SHA256.HashData(document)))
            return document;
        throw new JournalUnavailableException(
            $"The document {digest} is damaged: its content does not fit its digest. Restore the store from a backup.");
    }

    /// <inheritdoc />
    public async Task NameAsync(string digest, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
            JournalBounds.CheckName(name, JournalBounds.NameLength, "The name of a document");
        foreach (var some in names.Distinct(StringComparer.Ordinal).Chunk(NamesAtOnce))
        {
            var rows = string.Join(", ", some.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"(@n{index}, @digest)")));
            var insert = new Query(
                dataSource, $"insert into journal_document_name (name, digest) values {rows} on conflict (name) do nothing",
                [("digest", digest), .. some.Select((name, index) => (string.Create(CultureInfo.InvariantCulture, $"n{index}"), (object)name))]);
            using var turn = await WriteTurn.TakeAsync(dataSource, cancellationToken);
            await insert.RunAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var query = new Query(dataSource, "select digest from journal_document_name where name = @name", ("name", name));
        return (await query.ReadAsync(row => row.GetString(0), cancellationToken)).FirstOrDefault();
    }

    private static (string Encoding, byte[] Content) Pack(ReadOnlyMemory<byte> content)
    {
        if (content.Length >= CompressFrom)
        {
            var rented = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(content.Length));
            try
            {
                if (BrotliEncoder.TryCompress(content.Span, rented, out var size, quality: 1, window: 22) && size < content.Length)
                    return (Brotli, rented.AsSpan(0, size).ToArray());
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        return (Plain, Statement.Bytes(content));
    }

    private static byte[]? Unpack(string encoding, long size, byte[] content)
    {
        if (encoding == Plain)
            return content;
        if (encoding != Brotli || size is < 0 or > JournalBounds.DocumentSize)
            return null;
        var document = new byte[size];
        return BrotliDecoder.TryDecompress(content, document, out var written) && written == size ? document : null;
    }

    private async Task InsertAsync(string digest, string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (encoding, packed) = Pack(content);
        var insert = new Query(
            dataSource,
            """
            insert into journal_document (digest, kind, at, encoding, size, content)
            values (@digest, @kind, @at, @encoding, @size, @content)
                on conflict (digest) do nothing
            """,
            ("digest", digest), ("kind", kind), ("at", Ticks.Of(time.GetUtcNow())),
            ("encoding", encoding), ("size", (long)content.Length), ("content", packed));
        using var turn = await WriteTurn.TakeAsync(dataSource, cancellationToken);
        await insert.RunAsync(cancellationToken);
    }
}
