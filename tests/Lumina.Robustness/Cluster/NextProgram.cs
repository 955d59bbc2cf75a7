using System.Diagnostics;
using Lumina.Deployments.Records;

namespace Lumina.Robustness.Cluster;

/// <summary>A build of the host whose records have the next form, and whose version is another: what a rolling upgrade would bring.</summary>
internal static class NextProgram
{
    public const string Version = "9.9.9";

    /// <summary>The form of its records.</summary>
    public const int Format = RecordFormat.Current + 1;

    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Builds it, into a folder of its own, and returns where it is. The second time that takes a few seconds.</summary>
    public static async Task<string> BuildAsync(CancellationToken cancellationToken)
    {
        var root = Root();
        var artifacts = Path.Combine(root, "artifacts", "next");
        await Gate.WaitAsync(cancellationToken);
        try
        {
            await RunAsync(
                cancellationToken, "build", Path.Combine(root, "host", "Lumina.Host", "Lumina.Host.csproj"), "--nologo", "-verbosity:quiet", "-nodeReuse:false",
                "-property:LuminaNextRecord=true", "-property:Version=" + Version, "-property:ArtifactsPath=" + artifacts,
                // What is looked at in the program itself need not be looked at twice.
                "-property:RunAnalyzers=false", "-property:GenerateDocumentationFile=false", "-property:UseSharedCompilation=false");
        }
        finally
        {
            Gate.Release();
        }

        return Path.Combine(artifacts, "bin", "Lumina.Host", "debug", "lumina-host");
    }

    private static async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var build = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var (said, complained) = (build.StandardOutput.ReadToEndAsync(cancellationToken), build.StandardError.ReadToEndAsync(cancellationToken));
        await build.WaitForExitAsync(cancellationToken);
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"The next program could not be built:\n{await said}{await complained}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("This is not run from within the repository.");
    }
}
