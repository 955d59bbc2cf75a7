namespace Lumina.Policy.Tests;

/// <summary>Files that hold what is expected. With LUMINA_REWRITE_GOLDENS=1 they are written instead of compared.</summary>
internal static class Golden
{
    private static readonly string Root = RepositoryRoot();

    /// <param name="path">From the root of the repository.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <param name="path">From the root of the repository.</param>
    /// <param name="actual">What came out.</param>
    public static void Check(string path, string actual)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("LUMINA_REWRITE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{path} is not there; LUMINA_REWRITE_GOLDENS=1 writes it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Not inside the repository.");
    }
}
