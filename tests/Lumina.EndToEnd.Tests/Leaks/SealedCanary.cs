using System.Diagnostics;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Leaks;

/// <summary>A sealed store whose only secret is the canary: made once in a run of the suite, by the command line, and put into each workspace.</summary>
internal static class SealedCanary
{
    /// <summary>What a component says to get it, as a variable and as a file.</summary>
    public const string InPlan = """
        secret      CANARY_KEY = sealed("canary")
          secret_file "canary.txt" = sealed("canary")
        """;

    private const string File = "lumina.sealed";

    private static readonly Lazy<Store> Made = new(Make);

    /// <summary>The text of the store, as a submission has it.</summary>
    public static IReadOnlyDictionary<string, string?> AsSubmitted => new Dictionary<string, string?> { [File] = Made.Value.Text };

    /// <summary>Puts the store beside a plan, and its key into a home.</summary>
    public static void PutInto(string folder, string home)
    {
        var store = Made.Value;
        System.IO.File.WriteAllText(Path.Combine(folder, File), store.Text);
        var keys = Path.Combine(home, ".lumina/keys");
        Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var (name, content) in store.Keys)
        {
            using var key = new FileStream(Path.Combine(keys, name), new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            key.Write(content);
        }
    }

    private static Store Make()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-canary-");
        try
        {
            var home = folder.CreateSubdirectory("home").FullName;
            System.IO.File.WriteAllText(Path.Combine(folder.FullName, "lumina.deploy"), "plan canary\n");
            var start = new ProcessStartInfo(Programs.Cli, ["secrets", "set", "canary"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["HOME"] = home;
            start.Environment["DOTNET_ROOT"] = Programs.DotnetRoot;
            start.Environment.Remove("LUMINA_SEALED_KEY");
            using var set = Process.Start(start) ?? throw new InvalidOperationException("The command line could not be started.");
            set.StandardInput.Write(Canary.Value);
            set.StandardInput.Close();
            var said = set.StandardError.ReadToEnd();
            set.WaitForExit();
            if (set.ExitCode != 0)
                throw new InvalidOperationException($"The canary could not be sealed: {said}");
            return new Store(
                System.IO.File.ReadAllText(Path.Combine(folder.FullName, File)),
                [.. Directory.EnumerateFiles(Path.Combine(home, ".lumina/keys")).Select(key => (Path.GetFileName(key), System.IO.File.ReadAllBytes(key)))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed record Store(string Text, IReadOnlyList<(string Name, byte[] Content)> Keys);
}
