using System.Reflection;

namespace Lumina.Secrets.Vault.Tests;

public sealed class PageTests
{
    [Fact]
    public void Each_code_is_in_the_page_once()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "global.json")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("There is no repository around the tests.");
        var rows = File.ReadAllLines(Path.Combine(root, "docs/secrets/vault.md")).Where(line => line.StartsWith("| LUM", StringComparison.Ordinal)).Select(line => line[2..9]);

        Assert.Equal(typeof(VaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal), rows);
    }
}
