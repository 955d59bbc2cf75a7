using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>The same number of components as resources of <c>terraform validate</c>, which parses, binds and checks too.</summary>
internal static class TerraformComparison
{
    private const int Components = 1_000;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        try
        {
            if (Start("terraform", folder, "version") is null)
            {
                Console.WriteLine("terraform is not installed, so there is nothing to compare with");
                return;
            }

            File.WriteAllText(Path.Combine(folder, "main.tf"), Resources());
            File.WriteAllText(Path.Combine(folder, "lumina.deploy"), PlanShapes.Write("layered", Components, "1"));
            Start("terraform", folder, "init", "-backend=false", "-input=false");
            var theirs = Start("terraform", folder, "validate");
            var lumina = Path.Combine(AppContext.BaseDirectory, "lumina");
            var ours = File.Exists(lumina) ? Start(lumina, folder, "validate", "--quiet") : null;
            Console.WriteLine($"{Components:N0} components in 10 layers, 5 edges each, whole process: terraform validate {Text(theirs)}, lumina validate {Text(ours)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s" : "not found";

    /// <summary>How long a program takes; null when there is none, or when it fails.</summary>
    private static TimeSpan? Start(string program, string folder, params string[] arguments)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(start) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Resources()
    {
        var text = new StringBuilder();
        var width = Components / 10;
        for (var i = 0; i < Components; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"resource \"terraform_data\" \"c{i}\" {{\n  input = \"{i}\"\n");
            if (i >= width)
            {
                var layer = (i / width) - 1;
                var edges = Enumerable.Range(0, 5).Select(n => $"terraform_data.c{(layer * width) + ((i + (n * 17)) % width)}");
                text.Append("  depends_on = [").AppendJoin(", ", edges).Append("]\n");
            }

            text.Append("}\n");
        }

        return text.ToString();
    }
}
