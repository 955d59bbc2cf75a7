using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;

namespace Lumina.LanguageServer;

/// <summary>Highlights as the protocol packs them: five numbers each, places relative to the one before.</summary>
internal static class SemanticTokenData
{
    public static SemanticTokens Of(PlanDocument document)
    {
        var data = new List<int>();
        var (line, character) = (0, 0);
        foreach (var highlight in Highlighting.Of(document))
        {
            var start = document.PositionAt(highlight.Range.Start);
            data.Add(start.Line - line);
            data.Add(start.Line == line ? start.Character - character : start.Character);
            data.Add(highlight.Range.Length);
            data.Add((int)highlight.Kind);
            data.Add(highlight.IsDeclaration ? 1 : 0);
            (line, character) = (start.Line, start.Character);
        }
        return new SemanticTokens(data);
    }
}
