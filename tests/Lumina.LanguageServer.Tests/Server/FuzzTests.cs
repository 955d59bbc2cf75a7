using CsCheck;
using Lumina.Language.Compilation;
using Lumina.Language.Editing;

namespace Lumina.LanguageServer.Tests.Server;

/// <summary>Whatever is typed, the server answers, and in the end it knows the text.</summary>
public sealed class FuzzTests
{
    private const string Uri = "file:///p/lumina.deploy";

    private static readonly string[] Pieces =
    [
        "", "\n", "{", "}", "[", "(", ")", "\"", "\"\"\"", "${", "}", "=", ".", ",", ":", "component x {", "\ncomponent y from template t {", "depends on ", "param.", "in ", "for r in [",
        "import \"a.deploy\" as a", "health ", "secret ", "//", "/*", "\r\n", "\U0001F680", "é", "\uFEFF", "api-${r}", "5", "env(\"X\")", "join(", "self.", "template t {", "strategy canary { step 5% for",
    ];

    private static readonly Gen<(double At, int Cut, int Piece)> Edit = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 30], Gen.Int[0, Pieces.Length - 1]);

    private static string Plan => File.ReadAllText(Path.Combine(Root(), "lumina.deploy"));

    [Fact]
    public void No_text_is_too_broken_for_what_an_editor_asks() => Edit.Array[1, 30].Sample(
        edits =>
        {
            var document = new PlanDocument("/p/lumina.deploy", Plan);
            foreach (var (at, cut, piece) in edits)
            {
                var start = (int)(at * document.Text.Length);
                document = document.With(new TextRange(start, Math.Min(cut, document.Text.Length - start)), Pieces[piece]);
                AskEverything(document, Math.Min(document.Text.Length, start + Pieces[piece].Length));
            }
        },
        iter: 150);

    [Fact]
    public async Task After_any_edits_the_findings_are_those_of_the_text()
    {
        await using var client = await Client.StartAsync();
        var document = new PlanDocument("/p/lumina.deploy", Plan);
        client.Open(Uri, document.Text);
        var version = 1;
        var answers = new List<Task>();
        var random = new Random(20261124);
        for (var i = 0; i < 200; i++)
        {
            var (start, cut, piece) = (random.Next(document.Text.Length), random.Next(30), random.Next(Pieces.Length));
            var replaced = new TextRange(start, Math.Min(cut, document.Text.Length - start));
            var (from, to) = (document.PositionAt(replaced.Start), document.PositionAt(replaced.End));
            // As a client would: from one place to another, and not into the middle of a line end or a pair.
            replaced = new TextRange(document.OffsetAt(from), document.OffsetAt(to) - document.OffsetAt(from));
            document = document.With(replaced, Pieces[piece]);
            client.Tell("textDocument/didChange", new
            {
                textDocument = new { uri = Uri, version = ++version },
                contentChanges = new[] { new { range = new { start = At(from), end = At(to) }, text = Pieces[piece] } },
            });
            var caret = document.PositionAt(replaced.Start + Pieces[piece].Length);
            foreach (var method in (string[])["completion", "hover", "definition", "prepareRename"])
                answers.Add(client.AnswerAsync("textDocument/" + method, new { textDocument = new { uri = Uri }, position = At(caret) }));
        }

        await Task.WhenAll(answers);
        var found = await client.FindingsAsync(Uri, version);

        var fresh = PlanCompiler.Compile(new PlanInputs("/p/lumina.deploy", document.Text)).Diagnostics;
        Assert.Equal(fresh.Where(d => d.Code is not ("LUM2012" or "LUM3108" or "LUM3101")).Select(d => d.Code + d.Message),
            found.Where(d => (string?)d!["code"] != "LUM3101").Select(d => (string?)d!["code"] + (string?)d["message"]));
        Assert.Equal("", client.Log.ToString());
    }

    private static object At(TextPosition position) => new { line = position.Line, character = position.Character };

    private static void AskEverything(PlanDocument document, int caret)
    {
        var project = PlanProject.Of(document, _ => null);
        Assert.All(Completion.At(project, document, caret).Items, i => Assert.NotEmpty(i.Insert));
        Hover.At(project, document, caret);
        Navigation.DefinitionAt(project, document, caret);
        Navigation.ReferencesAt(project, document, caret, withDeclaration: true);
        Renaming.Rename(project, document, caret, "other");
        Outline.Of(document);
        Folding.Of(document);
        TextChange.ThatFormats(document);
        var end = 0;
        Assert.All(Highlighting.Of(document), h =>
        {
            Assert.True(h.Range.Start >= end && h.Range.Length > 0, "Highlights overlap.");
            end = h.Range.End;
        });
        Assert.All(document.Text.Length == 0 ? [] : Outline.Of(document), e => Assert.InRange(e.Range.End, 0, document.Text.Length));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has Lumina.Modular.sln in it.");
    }
}
