using System.Reflection;
using Lumina.Policy.Opa;

namespace Lumina.Policy.Tests.Opa;

public sealed class OpaPageTests
{
    [Fact]
    public void The_page_on_OPA_explains_every_code_once()
    {
        var codes = typeof(OpaCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);

        var rows = File.ReadLines(Path.Combine(Root(), "docs", "policy", "opa.md")).Where(line => line.StartsWith("| LUM", StringComparison.Ordinal)).Select(line => line[2..9]);

        Assert.Equal(codes, rows.Order(StringComparer.Ordinal));
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("This is not run from within the repository.");
    }
}
