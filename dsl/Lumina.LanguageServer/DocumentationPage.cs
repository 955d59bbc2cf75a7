namespace Lumina.LanguageServer;

/// <summary>The page about diagnostics, for links from findings.</summary>
internal static class DocumentationPage
{
    /// <summary>Its URI in the sources that this program was built from; null when it stands alone.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", "reference", "diagnostics.md");
            if (File.Exists(page) && File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
                return DocumentName.ToUri(page);
        }
        return null;
    }
}
