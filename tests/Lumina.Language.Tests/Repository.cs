namespace Lumina.Language.Tests;

/// <summary>Files of the repository that tests read, and rewrite when asked to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Whether files that tests compare with are to be written anew: LUMINA_REWRITE_GOLDENS=1.</summary>
    public static bool Rewrites => Environment.GetEnvironmentVariable("LUMINA_REWRITE_GOLDENS") == "1";

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has Lumina.Modular.sln in it.");
    }
}
