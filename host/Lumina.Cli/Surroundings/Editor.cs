using System.Diagnostics;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Surroundings;

/// <summary>What is typed without being shown, and what is edited where only memory is.</summary>
internal static class Editor
{
    /// <summary>Folders whose files are in memory alone, the best first.</summary>
    public static IEnumerable<string> MemoryFolders() =>
        new[] { Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/dev/shm" }.OfType<string>().Where(IsInMemory);

    /// <summary>Runs an editor, as the person's shell would.</summary>
    public static async Task<int> RunAsync(string editor, string path, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in new[] { "-c", editor + " \"$1\"", "sh", path }) start.ArgumentList.Add(argument);
        start.Environment.Remove(MasterKeys.Variable);
        using var process = Process.Start(start) ?? throw new IOException("the editor did not start");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>A line of the terminal, not shown; null when there is none.</summary>
    public static string? ReadHidden(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    private static bool IsInMemory(string folder)
    {
        try
        {
            return Directory.Exists(folder) && new DriveInfo(folder).DriveFormat is "tmpfs" or "ramfs";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
