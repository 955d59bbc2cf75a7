namespace Lumina.Secrets.Sealing;

/// <summary>
/// The master keys that this user has: those in the variable <c>LUMINA_SEALED_KEY</c>, and those in a folder, one file each. They are read when they are needed, so one that is
/// put there later is found.
/// </summary>
/// <param name="folder">The folder; it need not be there.</param>
/// <param name="variable">What the variable says: one key, or several with commas between them; null or empty for none.</param>
public sealed class MasterKeys(string folder, string? variable)
{
    /// <summary>The variable that has keys where there are no files: in CI, in a container.</summary>
    public const string Variable = "LUMINA_SEALED_KEY";

    private const UnixFileMode OwnerOnlyFolder = PrivateFile.OwnerOnly | UnixFileMode.UserExecute;
    private const string Extension = ".key";
    private const int LargestFile = 1024;

    /// <summary>Where they are kept.</summary>
    public string Folder => folder;

    private bool HasVariable => !string.IsNullOrWhiteSpace(variable);

    /// <summary>Those of a user: below the home folder, and in the variable.</summary>
    /// <param name="variable">Reads a variable of the surroundings.</param>
    public static MasterKeys Of(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var home = variable("HOME") is { Length: > 0 } given ? given : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new(Path.Combine(home, ".lumina", "keys"), variable(Variable));
    }

    /// <summary>The key of an id.</summary>
    /// <exception cref="SealedException">It is not here, or can't be trusted.</exception>
    public MasterKey Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (FromVariable().FirstOrDefault(key => key.Id == id) is { } given) return given;
        var path = PathOf(id);
        if (MasterKey.IsId(id) && File.Exists(path)) return Read(path, id);
        throw new SealedException(
            SealedFault.KeyMissing, $"The master key {id} is not here: it is not in {path}, and {Variable} {(HasVariable ? "has other keys" : "is not set")}.",
            $"Whoever has that file can give it to you; or put what it says into {Variable}.");
    }

    /// <summary>The first key of the variable; null when it is not set.</summary>
    internal MasterKey? OfVariable() => FromVariable().FirstOrDefault();

    /// <summary>Makes a key and keeps it in the folder.</summary>
    internal MasterKey Make()
    {
        var key = MasterKey.Create();
        TakeFolder();
        Guard(() => PrivateFile.Write(PathOf(key.Id), key.ToFile(), PrivateFile.OwnerOnly, overwrite: false));
        return key;
    }

    /// <summary>Takes a key out of the folder.</summary>
    /// <returns>Whether it was there.</returns>
    internal bool Remove(string id)
    {
        var path = PathOf(id);
        if (!File.Exists(path)) return false;
        Guard(() => File.Delete(path));
        return true;
    }

    /// <summary>How many keys there are; all of them are looked at.</summary>
    /// <exception cref="SealedException">One can't be trusted or used.</exception>
    internal int Count()
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : [];
        foreach (var file in files) Read(file, Path.GetFileNameWithoutExtension(file));
        return FromVariable().Select(key => key.Id).Union(files.Select(file => Path.GetFileNameWithoutExtension(file))).Count();
    }

    /// <summary>Keeps all others of this user from changing sealed files meanwhile.</summary>
    /// <returns>Null when another one has it.</returns>
    internal FileStream? TryLock()
    {
        TakeFolder();
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile.OwnerOnly;
        try
        {
            // The operating system gives the lock up with the process, however that ends.
            return new FileStream(Path.Combine(folder, ".lock"), options);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw Unwritable(refused);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void TakeFolder()
    {
        Guard(() =>
        {
            if (Directory.Exists(folder)) return;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerOnlyFolder);
        });
        Refuse(folder, OwnerOnlyFolder);
    }

    private MasterKey Read(string path, string id)
    {
        Refuse(folder, OwnerOnlyFolder);
        Refuse(path, PrivateFile.OwnerOnly);
        var text = Guard(() => new FileInfo(path).Length <= LargestFile ? File.ReadAllText(path) : "");
        return MasterKey.Parse(text) is { } key && key.Id == id
            ? key
            : throw new SealedException(SealedFault.KeyUnusable, $"{path} is not the key {id}: it was changed, or is no key.", "Put back what was there, from where you keep a copy.");
    }

    private IEnumerable<MasterKey> FromVariable() => !HasVariable ? [] : (variable ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
        MasterKey.Parse(text) ?? throw new SealedException(SealedFault.KeyUnusable, $"{Variable} has no key: 32 bytes in base64, as a file in {folder} has them.", "Several have commas between them."));

    private static void Refuse(string path, UnixFileMode mode)
    {
        if (Guard(() => PrivateFile.DistrustOf(path)) is { } distrust)
            throw new SealedException(SealedFault.KeyUnusable, $"{path} can't be trusted with keys: {distrust}.", $"chmod {Convert.ToString((int)mode, 8)} {path}");
    }

    private static void Guard(Action action) => Guard<object?>(() =>
    {
        action();
        return null;
    });

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(refused);
        }
    }

    private static SealedException Unwritable(Exception refused) => new(SealedFault.Unwritable, $"The folder of master keys can't be used: {refused.Message}");

    private string PathOf(string id) => Path.Combine(folder, id + Extension);
}
