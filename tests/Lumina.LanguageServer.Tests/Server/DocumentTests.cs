using System.Text.Json.Nodes;

namespace Lumina.LanguageServer.Tests.Server;

/// <summary>What is asked about documents.</summary>
public sealed class DocumentTests
{
    private const string Uri = "file:///p/main.deploy";

    private const string Plan = """
        plan shop { version = "1.0" }
        let unused = 1
        component orders { command = "x"  port = 80  health tcp }
        component web {
          depends on orders
          command = "x"
          stop_within = 5
          replica = 2
          config { URL = component.orders.url }
        }

        """;

    [Fact]
    public async Task Tells_what_is_wrong_while_one_types()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, Plan);

        var found = await client.FindingsAsync(Uri, 1);

        Assert.Equal(["LUM2003", "LUM2001"], found.Select(f => (string?)f!["code"]));
        Assert.Equal("https://example.com/diagnostics.md#lum2003-wrong-type", (string?)found[0]!["codeDescription"]!["href"]);
        Assert.Equal("""{"start":{"line":6,"character":16},"end":{"line":6,"character":17}}""", found[0]!["range"]!.ToJsonString());

        client.Change(Uri, 2, 6, 16, 17, "5s");
        client.Change(Uri, 3, 7, 2, 9, "replicas");
        var unused = Assert.Single(await client.FindingsAsync(Uri, 3))!;
        Assert.Equal("LUM6003", (string?)unused["code"]);
        Assert.Equal(1, (int?)unused["tags"]![0]);
        Assert.Equal(2, (int?)unused["severity"]);
    }

    [Fact]
    public async Task Points_from_a_second_declaration_to_the_first()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, "plan p {}\ncomponent a { command = \"x\" }\ncomponent a { command = \"x\" }\n");

        var related = Assert.Single(await client.FindingsAsync(Uri, 1))!["relatedInformation"]![0]!;

        Assert.Equal(Uri, (string?)related["location"]!["uri"]);
        Assert.Equal(1, (int?)related["location"]!["range"]!["start"]!["line"]);
    }

    [Fact]
    public async Task Tells_nothing_of_a_document_that_is_closed()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, Plan);
        Assert.NotEmpty(await client.FindingsAsync(Uri, 1));

        client.Tell("textDocument/didClose", new { textDocument = new { uri = Uri } });
        client.Open(Uri, "plan p {}\ncomponent a { command = \"x\" }\n", version: 7);

        Assert.Empty(await client.FindingsAsync(Uri, 7));
    }

    [Fact]
    public async Task Answers_from_the_newest_text()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, "component web { }\n");
        client.Change(Uri, 2, 0, 16, 16, "health ");

        var items = (await client.AskAtAsync("textDocument/completion", Uri, 0, 23))!["items"]!.AsArray();

        Assert.Equal(["http", "tcp", "command"], items.Select(i => (string?)i!["label"]));
        Assert.Equal("""{"start":{"line":0,"character":23},"end":{"line":0,"character":23}}""", items[0]!["textEdit"]!["range"]!.ToJsonString());
    }

    [Fact]
    public async Task Answers_all_that_editors_ask()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, Plan);
        object document = new { textDocument = new { uri = Uri } };

        Assert.Contains("Instances", Text(await client.AskAtAsync("textDocument/hover", Uri, 2, 12)).Replace("component orders", "Instances", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, (int?)(await client.AskAtAsync("textDocument/definition", Uri, 4, 14))!["range"]!["start"]!["line"]);
        Assert.Equal(3, (await client.AskAtAsync("textDocument/references", Uri, 4, 14, new { context = new { includeDeclaration = true } }))!.AsArray().Count);
        Assert.Equal(2, (await client.AskAtAsync("textDocument/references", Uri, 4, 14, new { context = new { includeDeclaration = false } }))!.AsArray().Count);
        Assert.Equal("orders", (string?)(await client.AskAtAsync("textDocument/prepareRename", Uri, 4, 14))!["placeholder"]);
        Assert.Equal(3, (await client.AskAtAsync("textDocument/rename", Uri, 4, 14, new { newName = "orders2" }))!["changes"]![Uri]!.AsArray().Count);
        Assert.Equal(4, (await client.AskAsync("textDocument/documentSymbol", document))!.AsArray().Count);
        Assert.NotEmpty((await client.AskAsync("textDocument/semanticTokens/full", document))!["data"]!.AsArray());
        Assert.NotEmpty((await client.AskAsync("textDocument/foldingRange", document))!.AsArray());
        Assert.NotEmpty((await client.AskAsync("textDocument/formatting", new { textDocument = new { uri = Uri }, options = new { tabSize = 2, insertSpaces = true } }))!.AsArray());
    }

    [Fact]
    public async Task Refuses_to_rename_with_the_reason()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, Plan);

        var answer = await client.AnswerAsync(
            "textDocument/rename", new { textDocument = new { uri = Uri }, position = new { line = 4, character = 14 }, newName = "web" });

        Assert.Equal(-32803, (int?)answer["error"]!["code"]);
        Assert.Equal("There is a component called 'web' already.", (string?)answer["error"]!["message"]);
    }

    [Fact]
    public async Task Takes_findings_as_seriously_as_the_workspace_says()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-lsp-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "lumina.json"), """{ "findings": { "LUM6003": "error" } }""");
            var uri = new Uri(Path.Combine(folder.FullName, "main.deploy")).AbsoluteUri;
            await using var client = await Client.StartAsync(folder.FullName);
            client.Open(uri, "plan p {}\nlet unused = 1\ncomponent a { command = \"x\" }\n");

            Assert.Equal(1, (int?)Assert.Single(await client.FindingsAsync(uri, 1))!["severity"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Offers_to_mend_what_is_wrong()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, Plan);

        var actions = (await client.AskAsync("textDocument/codeAction", new
        {
            textDocument = new { uri = Uri },
            range = new { start = new { line = 6, character = 0 }, end = new { line = 7, character = 20 } },
            context = new { diagnostics = Array.Empty<object>() },
        }))!.AsArray();

        Assert.Equal(["Write 5s", "Write replicas"], actions.Select(a => (string?)a!["title"]));
        Assert.Equal("5s", (string?)actions[0]!["edit"]!["changes"]![Uri]![0]!["newText"]);
    }

    [Fact]
    public async Task A_client_without_snippets_gets_plain_text()
    {
        await using var client = new Client();
        await client.AskAsync("initialize", new { processId = (int?)null, rootUri = (string?)null, capabilities = new { } });
        client.Open(Uri, "component web { health http { } }");

        var items = (await client.AskAtAsync("textDocument/completion", Uri, 0, 30))!["items"]!.AsArray();

        Assert.Equal("every = 2s", (string?)items.Single(i => (string?)i!["label"] == "every")!["textEdit"]!["newText"]);
        Assert.All(items, i => Assert.Equal(1, (int?)i!["insertTextFormat"]));
    }

    private static string Text(JsonNode? hover) => (string?)hover!["contents"]!["value"] ?? "";
}
