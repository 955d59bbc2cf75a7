namespace Lumina.LanguageServer;

/// <summary>Names of documents: paths for files, so that imports find them; URIs for the rest.</summary>
internal static class DocumentName
{
    public static string Of(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? Path.GetFullPath(parsed.LocalPath).Replace('\\', '/') : uri;

    public static string ToUri(string name) => Path.IsPathRooted(name) ? new Uri(name).AbsoluteUri : name;
}
