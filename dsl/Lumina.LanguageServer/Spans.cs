using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;
using Range = Lumina.LanguageServer.Protocol.Range;

namespace Lumina.LanguageServer;

/// <summary>Between the language's offsets and the protocol's lines and characters.</summary>
internal static class Spans
{
    public static int OffsetOf(PlanDocument document, Position position) => document.OffsetAt(new TextPosition(position.Line, position.Character));

    public static TextRange Of(PlanDocument document, Range range)
    {
        var start = OffsetOf(document, range.Start);
        return new TextRange(start, Math.Max(start, OffsetOf(document, range.End)) - start);
    }

    public static Range RangeOf(PlanDocument document, TextRange range) => new(PositionOf(document, range.Start), PositionOf(document, range.End));

    private static Position PositionOf(PlanDocument document, int offset)
    {
        var (line, character) = document.PositionAt(offset);
        return new Position(line, character);
    }
}
