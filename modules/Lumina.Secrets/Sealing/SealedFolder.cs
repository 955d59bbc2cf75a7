using System.Text;

namespace Lumina.Secrets.Sealing;

/// <summary>What setting a value has done.</summary>
/// <param name="Entry">The newest version.</param>
/// <param name="IsNew">Whether it was made now; not so when it has that value already.</param>
/// <param name="MadeKey">The id of the master key that was made for it; null when there was one.</param>
public sealed record SealedChange(SealedEntry Entry, bool IsNew, string? MadeKey);

/// <summary>What a new master key has done.</summary>
/// <param name="OldKey">The id of the one before.</param>
/// <param name="NewKey">The id of the new one.</param>
/// <param name="Entries">How many values were sealed anew.</param>
/// <param name="OldRemoved">Whether the old one was taken out of the folder of keys.</param>
public sealed record SealedRotation(string OldKey, string NewKey, int Entries, bool OldRemoved);

/// <summary>The file of sealed secrets in a plan's folder, and what is done with it. Each change is made of the whole file, under a lock, and written whole or not at all.</summary>
/// <param name="folder">The plan's folder.</param>
/// <param name="keys">The master keys.</param>
/// <param name="time">The clock.</param>
public sealed class SealedFolder(string folder, MasterKeys keys, TimeProvider time)
{
    private const UnixFileMode Usual = PrivateFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int MostTries = 200;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>Where the file is, or would be.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, SealedFile.Name);

    /// <summary>What the file says; null when it is not there.</summary>
    /// <exception cref="SealedException">It can't be read.</exception>
    public SealedFile? Read()
    {
        var (file, problem) = ReadText() is { } text ? SealedText.Read(text) : new(null, null);
        return problem is null ? file : throw new SealedException(SealedFault.Unreadable, problem, Path);
    }

    /// <summary>Opens a value.</summary>
    /// <exception cref="SealedException">The key is not here, or the value does not open.</exception>
    public SecretValue Open(SealedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Open(entry, keys.Find(entry.KeyId));
    }

    /// <summary>Keeps a value as the newest version; when the newest version has that value nothing is changed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="environment">The environment, or <c>*</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the waiting for another one that changes the file.</param>
    /// <exception cref="SealedException">It can't be done.</exception>
    public async Task<SealedChange> SetAsync(string name, string environment, SecretValue value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!SealedNaming.IsName(name) || !SealedNaming.IsEnvironment(environment)) throw new ArgumentException("That is no name of a secret or of an environment.", nameof(name));
        if (value.Length > Envelope.LargestValue)
            throw new SealedException(SealedFault.TooLarge, $"A value may have {Envelope.LargestValue / 1024} KiB; this one has more.");
        using var only = await LockAsync(cancellationToken);
        var before = Read();
        MasterKey? made = null;
        var key = before is not null ? keys.Find(before.KeyId) : keys.OfVariable() ?? (made = keys.Make());
        var file = before ?? new SealedFile(key.Id, []);
        var newest = file.Newest(name, environment);
        if (newest is not null && Open(newest, key).Equals(value)) return new(newest, false, null);
        var entry = SealedEntry.Of(key, new(name, environment, (newest?.Version ?? 0) + 1), time.GetUtcNow(), value.Reveal());
        Write(file.With(entry));
        return new(entry, true, made?.Id);
    }

    /// <summary>Forgets all versions of a value. Copies in git, in saved plans and in what runs stay.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="SealedException">It can't be done, or there is none.</exception>
    public async Task<int> RemoveAsync(string name, string environment, CancellationToken cancellationToken)
    {
        using var only = await LockAsync(cancellationToken);
        var file = Read();
        var rest = file?.Entries.RemoveAll(entry => entry.Name == name && entry.Environment == environment);
        if (file is null || rest is not { } left || left.Length == file.Entries.Length) throw Missing(file, name, environment);
        Write(file with { Entries = left });
        return file.Entries.Length - left.Length;
    }

    /// <summary>Makes a new master key and seals every value anew with it, with new data keys. Versions and times stay.</summary>
    /// <param name="removeOld">Whether the old key is taken away: then nothing opens any more that was sealed with it, such as in plans of what runs.</param>
    /// <param name="cancellationToken">Ends the waiting for another one that changes the file.</param>
    /// <exception cref="SealedException">It can't be done; nothing was changed.</exception>
    public async Task<SealedRotation> RotateAsync(bool removeOld, CancellationToken cancellationToken)
    {
        using var only = await LockAsync(cancellationToken);
        var file = Read() ?? throw new SealedException(SealedFault.NotThere, $"There is no {Path}.", "lumina secrets set NAME makes one.");
        var old = keys.Find(file.KeyId);
        // All of them, before a new key is made.
        var values = file.Entries.Select(entry => (Entry: entry, Value: Open(entry, old))).ToList();
        var key = keys.OfVariable() is { } given && given.Id != old.Id ? given : keys.Make();
        Write(new(key.Id, [.. values.Select(each => SealedEntry.Of(key, each.Entry.Address, each.Entry.CreatedAt, each.Value.Reveal()))]));
        return new(old.Id, key.Id, values.Count, removeOld && keys.Remove(old.Id));
    }

    /// <summary>That there is no such secret, and what there is.</summary>
    public static SealedException Missing(SealedFile? file, string name, string environment)
    {
        var others = file?.Entries.Where(entry => entry.Name == name).Select(entry => entry.Environment).Distinct().ToList() ?? [];
        return new(
            SealedFault.NotThere, $"There is no secret {name}{(environment == SealedNaming.All ? " for all environments" : $" for {environment}")}.",
            others.Count > 0 ? $"There is one for {string.Join(", ", others.Select(other => other == SealedNaming.All ? "all environments" : other))}." : "lumina secrets list shows what there is.");
    }

    private static SecretValue Open(SealedEntry entry, MasterKey key) => Envelope.Open(entry.Envelope, key, entry.Address) ?? throw new SealedException(
        SealedFault.Refused, $"Version {entry.Version} of {entry.Name} for {entry.Environment} does not open: its line was changed, or is another value's.",
        "Nothing was done. Take the line back from git, or set the value again after 'lumina secrets rm'.");

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (keys.TryLock() is { } held) return held;
            await Task.Delay(BetweenTries, time, cancellationToken);
        }

        throw new SealedException(SealedFault.Unwritable, "Another 'lumina secrets' of this user is changing a file of sealed secrets.", "Try again when it has ended.");
    }

    private string? ReadText()
    {
        try
        {
            if (!File.Exists(Path)) return null;
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > SealedFile.LargestFile) throw new SealedException(SealedFault.TooLarge, $"{Path} is larger than {SealedFile.LargestFile / 1024 / 1024} MiB.");
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new SealedException(SealedFault.Unreadable, $"{Path} is no text in UTF-8: it was changed.", "Take it back from git.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SealedException(SealedFault.Unreadable, $"{Path} can't be read: {unreadable.Message}");
        }
    }

    private void Write(SealedFile file)
    {
        var text = Encoding.UTF8.GetBytes(file.ToText());
        if (file.Entries.Length > SealedFile.MostEntries || text.Length > SealedFile.LargestFile)
            throw new SealedException(SealedFault.TooLarge, $"{SealedFile.Name} would have more than {SealedFile.MostEntries} lines or {SealedFile.LargestFile / 1024 / 1024} MiB.", "Nothing was written.");
        try
        {
            var target = File.Exists(Path) ? File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path : Path;
            var mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : Usual;
            PrivateFile.Write(target, text, mode, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new SealedException(SealedFault.Unwritable, $"{Path} can't be written: {unwritable.Message}", "Nothing was changed.");
        }
    }
}
