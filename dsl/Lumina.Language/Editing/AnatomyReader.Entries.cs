using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What stands in blocks.</summary>
internal sealed partial class AnatomyReader
{
    private const string Stage = "stage";

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
            case { Form: EntryForm.NamedValue } named:
                ReadNamedValue(named, rule!);
                break;
            case { Form: EntryForm.Phrase } phrase:
                Take(TokenRole.Keyword, entry: (rule!.Name, word));
                ReadValue(word);
                ReadTails(phrase, rule);
                break;
            case { Form: EntryForm.Sentence } sentence:
                ReadSentence(sentence, rule!);
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
        switch (entry.Labels)
        {
            case Labels.One when IsName:
                ReadLabel(entry, around);
                break;
            case Labels.Several:
                region.Label = ReadNames(PlanSymbolKind.Environment);
                break;
            case Labels.Value when !Current.FirstOnLine && Kind != TokenKind.OpenBrace:
                if (entry.Repeats == Repetition.ByLabel && Kind == TokenKind.String)
                    (region.Label, region.LabelSpan) = (TextOf(Current).Trim('"'), Current.Span);
                ReadOperand(entry.Word);
                break;
        }
        region.Rule = (region.Declares is null ? entry.BodyOf(region.Label) : entry.Body) ?? Nothing;
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }

    /// <summary>What stands behind a section's keyword: a kind of it, or a new name.</summary>
    private void ReadLabel(EntryRule entry, BlockRule around)
    {
        if (entry.Word == Stage)
        {
            Declare(PlanSymbolKind.Stage, _region!.Parent?.Keyword.Start ?? 0);
            return;
        }
        NoteCaret(entry.Repeats == Repetition.ByLabel ? CaretPlace.NewName : CaretPlace.Kind, c => c with { Entry = entry });
        (_region!.Label, _region.LabelSpan) = (TextOf(Current), Current.Span);
        Take(TokenRole.Kind, entry: (around.Name, entry.Word));
    }

    /// <summary><c>secret NAME = VALUE</c>.</summary>
    private void ReadNamedValue(EntryRule entry, BlockRule around)
    {
        Take(TokenRole.Keyword, entry: (around.Name, entry.Word));
        if (Kind == TokenKind.Identifier && !Current.FirstOnLine)
        {
            NoteCaret(CaretPlace.NewName);
            Take(TokenRole.Property, entry: (around.Name, entry.Word));
        }
        else if (entry.IsNamedByText && Kind == TokenKind.String && !Current.FirstOnLine)
        {
            Take(TokenRole.Text);
        }
        if (TakeSign(TokenKind.Equals))
            ReadValue(entry.Word);
    }

    /// <summary>What may follow: <c>soak 1h</c>, <c>to "Mon 06:00"</c>.</summary>
    private void ReadTails(EntryRule entry, BlockRule around)
    {
        while (!entry.Tails.IsEmpty && Kind == TokenKind.Identifier && !Current.FirstOnLine)
        {
            NoteCaret(CaretPlace.Word, c => c with { Words = [.. entry.Tails.Select(t => t.Particle)] });
            if (!IsMarker && !entry.Tails.Any(t => Is(t.Particle)))
                return;
            Take(TokenRole.Keyword, entry: (around.Name, entry.Word));
            ReadValue(entry.Word);
        }
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
        ReadTails(entry, around);
    }

    /// <summary>Names with commas between them; after a comma also on the next line.</summary>
    private string ReadNames(PlanSymbolKind kind)
    {
        var first = _at;
        var names = new List<string>();
        while (IsName || (Kind is TokenKind.Identifier or TokenKind.NameWithHoles && _at > first && _tokens[_at - 1].Kind == TokenKind.Comma && NextKind != TokenKind.Equals))
        {
            NoteCaret(CaretPlace.Name, c => c with { NameKind = kind });
            names.Add(TakeName(kind, isDeclaration: false, scope: kind == PlanSymbolKind.Stage ? Outermost.Keyword.Start : 0));
            if (!TakeSign(TokenKind.Comma))
                break;
        }
        return string.Join(", ", names);
    }

    private PlanSymbolKind NamedBy(string word) => word switch
    {
        "depends" when _region!.IsInside(Words.Infrastructure) => PlanSymbolKind.Infrastructure,
        "depends" => PlanSymbolKind.Component,
        "after" when _region!.IsInside(Words.Pipeline) => PlanSymbolKind.Stage,
        _ => PlanSymbolKind.Environment,
    };

    private Region Outermost
    {
        get
        {
            var region = _region!;
            while (region.Parent is { } parent)
                region = parent;
            return region;
        }
    }

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
