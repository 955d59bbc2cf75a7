using System.Text.RegularExpressions;
using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;

namespace Lumina.LanguageServer;

/// <summary>Proposals as the client understands them.</summary>
/// <param name="takesSnippets">Whether the client has places to fill in.</param>
/// <param name="asksAgain">Whether the client knows VS Code's command to show proposals again.</param>
internal sealed partial class CompletionAnswer(bool takesSnippets, bool asksAgain)
{
    private const int PlainText = 1, Snippet = 2;

    private static readonly Command AskAgain = new("Propose what can follow", "editor.action.triggerSuggest");

    public CompletionList Of(PlanDocument document, CompletionResult result)
    {
        var replaced = Spans.RangeOf(document, result.Replaced);
        return new CompletionList(false, [.. result.Items.Select(item => Of(item, replaced))]);
    }

    private Protocol.CompletionItem Of(Language.Editing.CompletionItem item, Protocol.Range replaced) => new(item.Label, KindOf(item))
    {
        Detail = item.Detail,
        Documentation = MarkupContent.Of(item.Documentation),
        SortText = $"{(item.ComesFirst ? 0 : 1)}{(item.Kind == CompletionKind.Symbol ? 0 : 1)}{item.Label}",
        InsertTextFormat = takesSnippets ? Snippet : PlainText,
        TextEdit = new TextEdit(replaced, takesSnippets ? item.Insert : Plain(item.Insert)),
        Command = asksAgain && item.AsksForMore ? AskAgain : null,
    };

    /// <summary>A snippet without its places: with the first choice, or the text that would be filled in.</summary>
    public static string Plain(string snippet) => Places().Replace(snippet, match =>
        match.Groups["escaped"].Success ? match.Groups["escaped"].Value
        : match.Groups["text"].Success ? match.Groups["text"].Value
        : match.Groups["choices"].Success ? match.Groups["choices"].Value.Split(',')[0]
        : "");

    // CompletionItemKind of the protocol.
    private static int KindOf(Language.Editing.CompletionItem item) => item.Kind switch
    {
        CompletionKind.Property => 10,
        CompletionKind.Section => 22,
        CompletionKind.Function => 3,
        CompletionKind.Type => 25,
        CompletionKind.Word => 20,
        CompletionKind.Symbol => item.Symbol switch
        {
            PlanSymbolKind.Param => 21,
            PlanSymbolKind.Let or PlanSymbolKind.Variable => 6,
            PlanSymbolKind.Environment or PlanSymbolKind.Import => 9,
            _ => 7,
        },
        _ => 14,
    };

    [GeneratedRegex(@"\\(?<escaped>[\\$}])|\$\{\d+:(?<text>(\\.|[^}\\])*)\}|\$\{\d+\|(?<choices>[^|]*)\|\}|\$\d+")]
    private static partial Regex Places();
}
