using System.Security.Cryptography;
using System.Text;
using Lumina.Journal.Documents;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class DocumentTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlDocumentStore _documents;

    protected DocumentTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _documents = new SqlDocumentStore(place.Store.DataSource, place.Time);
    }

    public sealed class OnSqlite() : DocumentTests(new SqlitePlace());

    public sealed class OnPostgres() : DocumentTests(new PostgresPlace());

    public static TheoryData<string, string> Documents => new()
    {
        { "", "identity" },
        { "{}", "identity" },
        { new string('x', 100_000), "br" },
        { Convert.ToBase64String(SHA512.HashData("a"u8)), "identity" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_comes_back_as_it_was_put(string text, string encoding)
    {
        var content = Encoding.UTF8.GetBytes(text);

        var digest = await _documents.PutAsync("plan", content, Token);

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)), digest);
        Assert.Equal(content, (await _documents.GetAsync(digest, Token))?.ToArray());
        Assert.Equal(encoding, _place.Tamper("select encoding from journal_document"));
    }

    [Fact]
    public async Task A_document_that_does_not_compress_is_kept_as_it_is()
    {
        var content = Enumerable.Range(0, 200).SelectMany(i => SHA256.HashData(BitConverter.GetBytes(i))).ToArray();

        var digest = await _documents.PutAsync("plan", content, Token);

        Assert.Equal("identity", _place.Tamper("select encoding from journal_document"));
        Assert.Equal(content, (await _documents.GetAsync(digest, Token))?.ToArray());
    }

    [Fact]
    public async Task A_document_is_found_by_the_names_it_was_given_and_a_name_stays_where_it_is()
    {
        var one = await _documents.PutAsync("plan", Bytes("one"), Token);
        var other = await _documents.PutAsync("plan", Bytes("other"), Token);
        var names = Enumerable.Range(0, 1_201).Select(i => $"pol-{i}").ToArray();

        await _documents.NameAsync(one, [.. names, names[0]], Token);
        await _documents.NameAsync(one, [], Token);
        await _documents.NameAsync(other, [names[0], "new"], Token);

        Assert.Equal([one, one, other, null], [await _documents.FindAsync(names[0], Token), await _documents.FindAsync(names[^1], Token), await _documents.FindAsync("new", Token), await _documents.FindAsync("none", Token)]);
        Assert.Equal(1_202L, _place.Tamper("select count(*) from journal_document_name"));
        await Assert.ThrowsAsync<ArgumentException>(() => _documents.NameAsync(one, [""], Token));
    }

    [Fact]
    public async Task Putting_a_document_again_stores_it_once()
    {
        var digests = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _documents.PutAsync("plan", Bytes("same"), Token))));

        Assert.Single(digests.Distinct());
        Assert.Equal(1L, _place.Tamper("select count(*) from journal_document"));
    }

    [Fact]
    public async Task An_unknown_digest_has_no_document()
    {
        Assert.Null(await _documents.GetAsync("sha256:" + new string('0', 64), Token));
    }

    [Theory]
    [InlineData("content = x'00'")]
    [InlineData("content = substr(content, 1, length(content) - 1)")]
    [InlineData("size = size + 1")]
    [InlineData("size = 1099511627776")]
    [InlineData("encoding = 'zip'")]
    [InlineData("encoding = 'identity'")]
    public async Task A_document_that_was_changed_is_not_returned(string tampering)
    {
        var digest = await _documents.PutAsync("plan", Encoding.UTF8.GetBytes(new string('x', 10_000)), Token);
        _place.Tamper($"update journal_document set {tampering}");

        await Assert.ThrowsAsync<JournalUnavailableException>(() => _documents.GetAsync(digest, Token));
    }
}
