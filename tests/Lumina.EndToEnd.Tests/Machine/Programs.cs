namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>The programs as they are published, and the files of the repository.</summary>
internal static class Programs
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string Cli { get; } = Published("artifacts/lumina/lumina");

    public static string Host { get; } = Published("artifacts/lumina/lumina-host");

    public static string Agent { get; } = Published("artifacts/lumina/lumina-agent");

    public static string DotnetRoot { get; } =
        Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } known ? known : File.ReadAllText(Published("artifacts/lumina/dotnet-root")).Trim();

    /// <summary>Starts the sample service.</summary>
    public static string Service { get; } = Path.Combine(Root, "examples/services/run");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Published(string relative)
    {
        var path = Path.Combine(Root, relative);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there: run ./lumina --version once, which publishes it.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"The repository is not above {AppContext.BaseDirectory}.");
    }
}
