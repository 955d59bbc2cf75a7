using System.Reflection;
using System.Runtime.CompilerServices;
using Lumina.Api;

namespace Lumina.Host.Tests;

public sealed class ProblemPageTests
{
    [Fact]
    public void Every_code_is_explained_once_and_nothing_else_is()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order();
        var page = File.ReadLines(Path.Combine(Root(), "docs", "reference", "problems.md"));

        var explained = page.Where(line => line.StartsWith("| LUM7", StringComparison.Ordinal)).Select(line => line[2..9]);

        Assert.Equal(codes, explained);
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
