using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>A journal with all that a host has to keep it: key, checkpoints, archive, each in a folder of this test.</summary>
internal sealed class KeptJournal : IDisposable
{
    private readonly JournalPlace _place;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-kept-");

    public KeptJournal(JournalPlace place)
    {
        _place = place;
        Journal = place.Open();
        Folder = _folder.CreateSubdirectory("host").FullName;
        ArchiveFolder = Path.Combine(_folder.FullName, "archive");
        Signer = NewSigner(Folder);
        Verifier = new(place.Store.DataSource, Signer, Folder);
        Archive = new(place.Store.DataSource, place.Time, Signer, Verifier);
    }

    public SqlJournal Journal { get; }

    public string Folder { get; }

    public string ArchiveFolder { get; }

    public string CheckpointFile => Path.Combine(Folder, CheckpointSigner.FileName);

    public CheckpointSigner Signer { get; }

    public JournalVerifier Verifier { get; }

    public JournalArchive Archive { get; }

    /// <summary>As another host, or this one started anew, would have it.</summary>
    public CheckpointSigner NewSigner(string folder) => new(_place.Store.DataSource, _place.Time, folder, NullLogger<CheckpointSigner>.Instance);

    public string NewFolder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>Twelve events in three streams, a second apart, signed after the sixth and at the end.</summary>
    public async Task FillAsync()
    {
        for (var i = 0; i < 12; i++)
        {
            _place.Time.Advance(TimeSpan.FromSeconds(1));
            await Journal.AppendAsync(
                new Append($"s{i % 3}", i / 3, [new("changed", i % 4 == 0 ? null : "dep-1", Bytes($"{{\"n\":{i}}}"))], Bytes("{}"), null), Token);
            if (i is 5 or 11)
                Assert.NotNull(await Signer.SignAsync(Token));
        }
    }

    public Task<JournalAudit> AuditAsync() => Verifier.VerifyAsync(Token);

    public Task<ArchiveOutcome> ArchiveAsync(TimeSpan age) => Archive.ArchiveAsync(ArchiveFolder, _place.Time.GetUtcNow() - age, Token);

    public void Dispose()
    {
        Archive.Dispose();
        Signer.Dispose();
        _folder.Delete(recursive: true);
    }
}
