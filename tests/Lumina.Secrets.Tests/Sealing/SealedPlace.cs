using Lumina.Secrets.Sealing;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Secrets.Tests.Sealing;

/// <summary>A plan's folder and a folder of keys.</summary>
internal sealed class SealedPlace : IDisposable
{
    public const string Canary = "canary-sealed-value";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lumina-sealed-");

    public SealedPlace()
    {
        Folder = _root.CreateSubdirectory("plan").FullName;
        KeyFolder = Path.Combine(_root.FullName, "home", ".lumina", "keys");
    }

    public string Folder { get; }

    public string KeyFolder { get; }

    /// <summary>What LUMINA_SEALED_KEY says.</summary>
    public string? Variable { get; set; }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public MasterKeys Keys => new(KeyFolder, Variable);

    public SealedFolder Secrets => new(Folder, Keys, Time);

    public string[] KeyFiles => Directory.Exists(KeyFolder) ? Directory.GetFiles(KeyFolder, "*.key") : [];

    public string Text
    {
        get => File.ReadAllText(Secrets.Path);
        set => File.WriteAllText(Secrets.Path, value);
    }

    public Task<SealedChange> SetAsync(string name, string value = Canary, string environment = "*") =>
        Secrets.SetAsync(name, environment, SecretValue.Of(value), TestContext.Current.CancellationToken);

    public string? Value(string name, string environment = "*") =>
        Secrets.Read()?.Find(name, environment) is { } entry ? Secrets.Open(entry).RevealText() : null;

    public void Dispose() => _root.Delete(recursive: true);
}
