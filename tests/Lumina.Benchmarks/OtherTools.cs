using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>
/// The same graph carried out by others, on the same machine in the same run: as terraform's <c>terraform_data</c>, and as files that make and ninja
/// touch. None of them keeps a record of events, and make and ninja keep no state but the files' times.
/// </summary>
internal static class OtherTools
{
    /// <summary>Components at the same time: as many as Lumina takes by default on this machine.</summary>
    private static readonly string AtOnce = (Environment.ProcessorCount * 4).ToString(CultureInfo.InvariantCulture);

    /// <summary>What terraform does with more takes many minutes.</summary>
    private const int MostResources = 1_000;

    public static IReadOnlyList<string> Names { get; } = ["terraform", "make", "ninja"];

    /// <summary>Prints how long a tool takes for a graph, and for the same graph once more, beside what Lumina took.</summary>
    public static void Measure(string tool, string shape, int size, TimeSpan first, TimeSpan again)
    {
        if (tool == "terraform" && size > MostResources)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {tool,-10} is not tried with more than {MostResources} components: it takes many minutes"));
            return;
        }

        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        try
        {
            if (Once(tool, folder, "--version") is null)
            {
                Console.WriteLine($"    {tool,-10} is not installed, so there is nothing to compare with");
                return;
            }

            var graph = PlanShapes.Graph(shape, size);
            var arguments = Write(tool, folder, graph);
            var took = Run(tool, folder, arguments);
            var repeated = Run(tool, folder, arguments);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {tool,-10} {took.TotalSeconds,18:0.000} s {"",14} {repeated.TotalSeconds,16:0.000} s   takes {took / first:0.00} times as long as Lumina, unchanged {repeated / again:0.00} times"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Write(string tool, string folder, IReadOnlyList<IReadOnlyCollection<int>> graph)
    {
        switch (tool)
        {
            case "terraform":
                File.WriteAllText(Path.Combine(folder, "main.tf"), Resources(graph));
                Run(tool, folder, ["init", "-backend=false", "-input=false"]);
                return ["apply", "-auto-approve", "-input=false", "-parallelism=" + AtOnce];
            case "make":
                File.WriteAllText(Path.Combine(folder, "Makefile"), Makefile(graph));
                return ["-s", "-j", AtOnce];
            case "ninja":
                File.WriteAllText(Path.Combine(folder, "build.ninja"), Ninja(graph));
                return ["--quiet", "-j", AtOnce];
            default:
                throw new ArgumentException($"'{tool}' is no tool to compare with: {string.Join(", ", Names)}.", nameof(tool));
        }
    }

    private static string Resources(IReadOnlyList<IReadOnlyCollection<int>> graph)
    {
        var text = new StringBuilder();
        for (var i = 0; i < graph.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"resource \"terraform_data\" \"c{i}\" {{\n  input = \"{i}\"\n");
            if (graph[i].Count > 0)
                text.Append("  depends_on = [").AppendJoin(", ", graph[i].Select(e => $"terraform_data.c{e}")).Append("]\n");
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static string Makefile(IReadOnlyList<IReadOnlyCollection<int>> graph)
    {
        var text = new StringBuilder("all:").AppendJoin(' ', Enumerable.Range(0, graph.Count).Select(i => $" c{i}")).Append('\n');
        for (var i = 0; i < graph.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"c{i}:").AppendJoin("", graph[i].Select(e => $" c{e}")).Append("\n\ttouch $@\n");
        return text.ToString();
    }

    private static string Ninja(IReadOnlyList<IReadOnlyCollection<int>> graph)
    {
        var text = new StringBuilder("rule touch\n  command = touch $out\n");
        for (var i = 0; i < graph.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"build c{i}: touch").AppendJoin("", graph[i].Select(e => $" c{e}")).Append('\n');
        return text.ToString();
    }

    private static TimeSpan Run(string program, string folder, IReadOnlyList<string> arguments) =>
        Once(program, folder, [.. arguments]) ?? throw new InvalidOperationException($"{program} is gone.");

    /// <summary>How long a program takes; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    private static TimeSpan? Once(string program, string folder, params string[] arguments)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var complaints = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? Stopwatch.GetElapsedTime(start)
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {complaints.GetAwaiter().GetResult()}");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
