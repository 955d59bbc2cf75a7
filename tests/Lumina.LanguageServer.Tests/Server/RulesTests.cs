namespace Lumina.LanguageServer.Tests.Server;

/// <summary>Files of rules, as a client sees them.</summary>
public sealed class RulesTests
{
    [Fact]
    public async Task Findings_of_a_file_know_the_rules_of_the_others_in_its_folder_and_below()
    {
        using var folder = new TemporaryFolder();
        folder.Write("policy/images.rules", "rule pinned {\n  applies to component\n  deny \"No.\"\n}\n");
        folder.Write("other/more.rules", "rule else {\n  applies to component\n  deny \"No.\"\n}\n");
        await using var client = await Client.StartAsync(folder.Path);
        var uri = new Uri(Path.Combine(folder.Path, "policy/tests/images.rules")).AbsoluteUri;

        client.Open(uri, "test pinned {\n  given component web {}\n  expect deny\n}\ntest else {\n  given component web {}\n  expect deny\n}\n");
        var findings = await client.FindingsAsync(uri, 1);

        Assert.Equal("There is no rule 'else'.", (string?)Assert.Single(findings)!["message"]);
        Assert.Equal("LUM8008", (string?)findings[0]!["code"]);
    }

    [Fact]
    public async Task A_client_is_told_about_words_symbols_and_layout()
    {
        await using var client = await Client.StartAsync();
        const string uri = "file:///p/a.rules";
        client.Open(uri, "rule pinned {\n  applies   to component\n  deny \"No.\"\n}\n");

        var symbols = await client.AskAsync("textDocument/documentSymbol", new { textDocument = new { uri } });
        Assert.Equal("pinned", (string?)symbols![0]!["name"]);
        var edits = await client.AskAsync("textDocument/formatting", new { textDocument = new { uri }, options = new { tabSize = 2, insertSpaces = true } });
        Assert.Single(edits!.AsArray());
        Assert.Empty(await client.FindingsAsync(uri, 1));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("lumina-rules-").FullName;

        public void Write(string name, string text)
        {
            var path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
