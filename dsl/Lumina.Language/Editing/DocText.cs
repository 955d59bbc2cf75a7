using System.Text;
using Lumina.Language.Evaluation;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What is said about words and functions, in Markdown.</summary>
internal static class DocText
{
    public static string? Of(WordDoc? doc)
    {
        if (doc is null)
            return null;
        var text = new StringBuilder(doc.Text);
        if (doc.Default is { } normally)
            text.Append($"\n\n`{normally}` when it is not written.");
        return text.ToString();
    }

    public static string Of(Function function) =>
        $"```lumina\n{function.Signature}\n```\n\n{function.Summary}\n\n`{function.Example}` is `{function.Result}`.";
}
