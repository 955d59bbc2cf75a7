using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;
using Lumina.Planning;

namespace Lumina.Benchmarks;

/// <summary>How long it takes to parse, bind and check plans, and what becomes of hostile texts. Each line is measured in a process of its
/// own, so that its memory can be told.</summary>
internal static class LanguageBenchmark
{
    private const int Rounds = 5;

    public static void Run()
    {
        Console.WriteLine("parsed, bound, checked (graph included)         lines    seconds  growth   peak MiB   findings");
        double? before = null;
        foreach (var lines in new[] { 1_000, 10_000, 100_000 })
        {
            var measured = InChild("size", lines.ToString(CultureInfo.InvariantCulture));
            var growth = before is { } seconds ? $"{measured.Seconds / seconds:0.0}×" : "";
            Console.WriteLine($"{"a plan as authors write them",-44} {lines,9:N0} {measured.Seconds,10:0.000} {growth,7} {measured.PeakMiB,10:N0}   {measured.Findings}");
            before = measured.Seconds;
        }

        Console.WriteLine();
        foreach (var name in Hostile.Keys)
        {
            var measured = InChild("hostile", name);
            Console.WriteLine($"{name,-54} {measured.Seconds,10:0.000} {"",7} {measured.PeakMiB,10:N0}   {measured.Findings}");
        }

        Console.WriteLine();
        TerraformComparison.Run();
    }

    /// <summary>What a child does: measures one thing and prints it.</summary>
    public static void Measure(string what, string name)
    {
        if (what == "size")
        {
            var text = PlanText.OfLines(int.Parse(name, CultureInfo.InvariantCulture));
            var best = TimeSpan.MaxValue;
            var found = "";
            for (var round = 0; round < Rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                found = Compile(text);
                best = Stopwatch.GetElapsedTime(start) < best ? Stopwatch.GetElapsedTime(start) : best;
            }

            Print(best, found);
            return;
        }

        var input = Hostile[name]();
        // Once before, small: what is measured is the text, not the start of the program.
        Compile("plan p {}\ncomponent web { command = \"run\" }\n"u8.ToArray());
        var began = Stopwatch.GetTimestamp();
        var answer = Compile(input);
        Print(Stopwatch.GetElapsedTime(began), answer);
    }

    private static Dictionary<string, Func<byte[]>> Hostile { get; } = new()
    {
        ["10,000 nested braces"] = () => Encoding.UTF8.GetBytes("plan p {}\ncomponent web {\n" + string.Concat(Enumerable.Repeat("config { ", 10_000)) + "\n"),
        ["a file of 100 MB"] = () => Encoding.UTF8.GetBytes("plan p {}\n" + string.Concat(Enumerable.Repeat("// nothing but a comment that is repeated for ever\n", 2_000_000))),
        ["1,000,000 components"] = () => Encoding.UTF8.GetBytes("plan p {}\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"component c{i} {{}}\n"))),
        ["1,000,000 components made by a for"] = () => "plan p {}\nfor a in range(1, 1000) {\n  for b in range(1, 1000) {\n    component c-${a}-${b} { command = \"run\" }\n  }\n}\n"u8.ToArray(),
        ["invalid UTF-8"] = () => [.. "plan p {}\n"u8, 0xC3, 0x28, .. "\n"u8],
        ["a NUL byte"] = () => [.. "plan p {}\n"u8, 0, .. "\n"u8],
        ["a byte order mark and CRLF"] = () => [0xEF, 0xBB, 0xBF, .. "plan p {}\r\ncomponent web {\r\n  command = \"run\"\r\n}\r\n"u8],
        ["a million characters without a blank"] = () => Encoding.UTF8.GetBytes("plan p {}\n" + new string('x', 1_000_000) + "\n"),
        ["a million quotes"] = () => Encoding.UTF8.GetBytes("plan p {}\n" + new string('"', 1_000_000) + "\n"),
        ["a million opening brackets"] = () => Encoding.UTF8.GetBytes("plan p {}\nlet a = " + new string('[', 1_000_000) + "\n"),
    };

    private static string Compile(byte[] bytes)
    {
        var (text, problem) = SourceReader.Decode("plan.deploy", bytes);
        return text is null ? Codes([problem!]) : Compile(text);
    }

    private static string Compile(string text)
    {
        var compilation = PlanCompiler.Compile("plan.deploy", text, new Dictionary<string, string>());
        return Codes([.. compilation.Diagnostics, .. PlanChecks.Check(compilation)]);
    }

    private static string Codes(IReadOnlyCollection<Diagnostic> found)
    {
        var codes = found.GroupBy(finding => finding.Code).Select(group => group.Count() == 1 ? group.Key : $"{group.Key} ×{group.Count()}").ToList();
        return codes.Count == 0 ? "none" : string.Join(", ", codes.Take(3)) + (codes.Count > 3 ? ", …" : "");
    }

    private static void Print(TimeSpan time, string found) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}|{Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024)}|{found}"));

    private static (double Seconds, long PeakMiB, string Findings) InChild(string what, string name)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["language-measure", what, name]) { RedirectStandardOutput = true })!;
        var printed = child.StandardOutput.ReadToEnd().Trim().Split('|');
        child.WaitForExit();
        return printed is [var seconds, var peak, var found]
            ? (double.Parse(seconds, CultureInfo.InvariantCulture), long.Parse(peak, CultureInfo.InvariantCulture), found)
            : (double.NaN, 0, $"the measuring process ended with {child.ExitCode}");
    }
}
