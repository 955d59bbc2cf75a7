using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What stands in blocks.</summary>
internal sealed partial class AnatomyReader
{
    private static readonly BlockRule Nothing = new("", []);

    private void ReadEntry()
    {
        if (Kind != TokenKind.Identifier)
        {
            // A value where an entry should be: what is in it counts all the same.
            if (!ReadOperand(""))
                Take(TokenRole.Sign);
            return;
        }
        NoteCaret(CaretPlace.Entry);
        var rule = _region!.Rule;
        var word = TextOf(Current);
        if (marker >= 0 && !IsMarker)
            _region.Words.Add(word);
        if (NextKind == TokenKind.Equals || (IsMarker && NextKind != TokenKind.OpenBrace))
        {
            ReadProperty(rule, word);
            return;
        }
        switch (EntryOf(rule, word))
        {
            case { Form: EntryForm.Section } section:
                ReadSection(section, rule!);
                break;
            case { Form: EntryForm.Relation } relation:
                ReadRelation(relation, rule!);
                break;
            case { Form: EntryForm.Property }:
                Take(TokenRole.Property, entry: (rule!.Name, word));
                break;
            default:
                ReadUnknown(word);
                break;
        }
    }

    private void ReadProperty(BlockRule? rule, string word)
    {
        Take(TokenRole.Property, entry: rule is null ? null : (rule.Name, word));
        if (TakeSign(TokenKind.Equals))
            ReadValue(word);
    }

    private void ReadSection(EntryRule entry, BlockRule around)
    {
        Open(new Region(entry.Word, Current, _region));
        Take(TokenRole.Keyword, entry: (around.Name, entry.Word));
        var region = _region!;
        region.Rule = entry.Body ?? Nothing;
        if (entry.Labels == Labels.One && IsName)
        {
            NoteCaret(CaretPlace.Kind, c => c with { Entry = entry });
            (region.Label, region.LabelSpan) = (TextOf(Current), Current.Span);
            Take(TokenRole.Kind, entry: (around.Name, entry.Word));
        }
        else if (entry.Labels == Labels.Several)
        {
            region.Label = ReadNames(PlanSymbolKind.Environment);
        }
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }

    private void ReadRelation(EntryRule entry, BlockRule around)
    {
        Take(TokenRole.Keyword, entry: (around.Name, entry.Word));
        if (entry.Particle is { } particle)
        {
            if (IsMarker && !Current.FirstOnLine)
                NoteCaret(CaretPlace.Word, c => c with { Words = [particle] });
            if (!Is(particle) && !(IsMarker && !Current.FirstOnLine))
                return;
            Take(TokenRole.Keyword, entry: (around.Name, entry.Word));
        }
        ReadNames(NamedBy(entry.Word));
    }

    /// <summary>Names with commas between them; after a comma also on the next line.</summary>
    private string ReadNames(PlanSymbolKind kind)
    {
        var first = _at;
        var names = new List<string>();
        while (IsName || (Kind is TokenKind.Identifier or TokenKind.NameWithHoles && _at > first && _tokens[_at - 1].Kind == TokenKind.Comma && NextKind != TokenKind.Equals))
        {
            NoteCaret(CaretPlace.Name, c => c with { NameKind = kind });
            names.Add(TakeName(kind, isDeclaration: false));
            if (!TakeSign(TokenKind.Comma))
                break;
        }
        return string.Join(", ", names);
    }

    private PlanSymbolKind NamedBy(string word) => word switch
    {
        "depends" when _region!.IsInside("infrastructure") => PlanSymbolKind.Infrastructure,
        "depends" => PlanSymbolKind.Component,
        _ => PlanSymbolKind.Environment,
    };

    /// <summary>Not of the vocabulary: to the end of its line, with the block that it may have.</summary>
    private void ReadUnknown(string word)
    {
        Open(new Region(word, Current, _region));
        _region!.Rule = null;
        Take(TokenRole.Word);
        while (!AtEnd && !Current.FirstOnLine && Kind is not (TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Identifier))
        {
            if (!ReadOperand(word))
                Take(TokenRole.Sign);
        }
        while (Kind == TokenKind.Identifier && !Current.FirstOnLine && NextKind != TokenKind.Equals)
            Take(TokenRole.Word);
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }
}
