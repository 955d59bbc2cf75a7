using System.Diagnostics;

namespace Lumina.LanguageServer.Tests.Server;

/// <summary>How a conversation begins, goes wrong and ends.</summary>
public sealed class ConversationTests
{
    private const string Uri = "file:///p/main.deploy";

    [Fact]
    public async Task Says_what_it_can_do()
    {
        await using var client = new Client();

        var capabilities = (await client.AskAsync("initialize", new { processId = (int?)null, rootUri = (string?)null, capabilities = new { } }))!["capabilities"]!;

        Assert.Equal("utf-16", (string?)capabilities["positionEncoding"]);
        Assert.Equal(2, (int?)capabilities["textDocumentSync"]!["change"]);
        Assert.All(
            ["hoverProvider", "definitionProvider", "referencesProvider", "documentSymbolProvider", "documentFormattingProvider", "foldingRangeProvider"],
            name => Assert.True((bool?)capabilities[name], name));
    }

    [Fact]
    public async Task A_request_before_the_beginning_is_an_error()
    {
        await using var client = new Client();

        Assert.Equal(-32002, (int?)(await client.AnswerAsync("textDocument/hover", At(0, 0)))["error"]!["code"]);
    }

    [Fact]
    public async Task Ends_in_good_order()
    {
        await using var client = await Client.StartAsync();

        Assert.Null(await client.AskAsync("shutdown", null));
        Assert.Equal(-32600, (int?)(await client.AnswerAsync("textDocument/hover", At(0, 0)))["error"]!["code"]);
        client.Tell("exit", null);

        Assert.True(await client.Served.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Ends_when_the_client_hangs_up()
    {
        await using var client = await Client.StartAsync();

        client.HangUp();

        Assert.False(await client.Served.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Ends_when_the_process_of_the_client_does()
    {
        using var parent = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        await using var client = await Client.StartAsync(parent: parent.Id);
        Assert.False(client.Served.IsCompleted);

        parent.Kill();

        Assert.False(await client.Served.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    public static TheoryData<string> Nonsense =>
    [
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///p/main.deploy","version":3},"contentChanges":[{"range":{"start":{"line":-5,"character":-7},"end":{"line":99999,"character":2147483647}},"text":"x"}]}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///p/none.deploy","version":3},"contentChanges":[{"text":"x"}]}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///p/main.deploy"},"contentChanges":[{"range":{"start":{"line":4294967295,"character":0},"end":{"line":0,"character":0}},"text":"x"}]}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":{}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":null}""",
        """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[1,2,3]}""",
        """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"no uri at all","languageId":"lumina","version":1,"text":"plan p {}"}}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:Untitled-1","languageId":"lumina","version":1,"text":"import \"../../x.deploy\" as x"}}}""",
        """{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///p/none.deploy"}}}""",
        """{"jsonrpc":"2.0","method":"unheard/of","params":{}}""",
        """{"jsonrpc":"2.0","id":77,"method":"unheard/of"}""",
        """{"jsonrpc":"2.0","id":"text","method":"textDocument/hover","params":{"textDocument":{"uri":"file:///p/none.deploy"},"position":{"line":0,"character":0}}}""",
        """{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4711}}""",
        """{"jsonrpc":"2.0","id":4712,"result":{}}""",
        """{"jsonrpc":"2.0","method":"$/progress","params":{"token":1}}""",
        "{\"jsonrpc\":\"2.0\",", "[]", "17", "null", "\"text\"", "{}", "", "\u0000",
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Goes_on_after_any_message(string message)
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, "plan p {}\ncomponent web { command = \"x\" }\n");

        client.Send(message);

        client.Open("file:///p/after.deploy", "component web { replicas = 1 }\n");
        Assert.NotNull(await client.AskAtAsync("textDocument/hover", "file:///p/after.deploy", 0, 18));
    }

    [Fact]
    public async Task An_error_says_what_is_wrong()
    {
        await using var client = await Client.StartAsync();

        Assert.Equal(-32602, (int?)(await client.AnswerAsync("textDocument/hover", At(0, 0)))["error"]!["code"]);
        Assert.Equal(-32601, (int?)(await client.AnswerAsync("textDocument/unheard", At(0, 0)))["error"]!["code"]);
        Assert.NotNull((await client.AnswerAsync("textDocument/hover", new { position = 3 }))["error"]);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_has_an_answer_all_the_same()
    {
        await using var client = await Client.StartAsync();
        client.Open(Uri, "plan p {}\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"component c{i} {{ command = \"x\" }}\n")));

        var answer = await client.AnswerAsync(
            "textDocument/codeAction", new { textDocument = new { uri = Uri }, range = new { start = new { line = 0, character = 0 }, end = new { line = 9, character = 0 } } },
            id => client.Tell("$/cancelRequest", new { id }));

        Assert.True(answer["result"] is not null || (int?)answer["error"]!["code"] == -32800, answer.ToJsonString());
    }

    private static object At(int line, int character) => new { textDocument = new { uri = Uri }, position = new { line, character } };
}
