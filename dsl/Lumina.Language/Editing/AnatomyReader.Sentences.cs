using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>Rules, waivers and tests, and the sentences in them.</summary>
internal sealed partial class AnatomyReader
{
    private readonly bool _isRules = Dialect.Of(source.Main.Name) == Dialect.Rules;

    /// <summary>What stands at the top level of a file of rules.</summary>
    private void ReadRuleDeclaration()
    {
        switch (TextOf(Current))
        {
            case RuleWords.Waive:
                ReadSentence(RuleWords.WaiveSentence, null);
                break;
            case RuleWords.Test:
                ReadTest();
                break;
            case var word:
                ReadNamedBlock(word);
                break;
        }
    }

    /// <summary><c>test RULE "what it shows" { … }</c>.</summary>
    private void ReadTest()
    {
        Begin(RuleWords.Test);
        _region!.Rule = RuleWords.TestBlock;
        if (IsNameToken)
        {
            NoteCaret(CaretPlace.Name, c => c with { NameKind = PlanSymbolKind.Rule });
            _region.LabelSpan = Current.Span;
            _region.Label = TakeName(PlanSymbolKind.Rule, isDeclaration: false);
        }
        if (Kind is TokenKind.String or TokenKind.StringHead or TokenKind.UnclosedString)
            ReadOperand("");
        if (Kind == TokenKind.OpenBrace)
            TakeBlock(ReadEntry);
        Close();
    }

    private void ReadSentence(EntryRule entry, BlockRule? around)
    {
        var sentence = entry.Sentence!;
        var said = (around?.Name ?? "", entry.Word);
        Open(new Region(entry.Word, Current, _region));
        Take(TokenRole.Keyword, entry: said);
        if (sentence.Lead is { } lead)
            TakeWord([lead], said);
        var kind = sentence.IsPlain ? sentence.Kinds[0] : ReadKind(entry, said);
        if (kind is not null)
            ReadParts(kind, around, said);
        _region!.Rule = kind?.Body ?? Nothing;
        if (Kind == TokenKind.OpenBrace && kind?.Body is not null)
            TakeBlock(ReadEntry);
        Close();
    }

    /// <summary>A fixed word that belongs here.</summary>
    private bool TakeWord(ImmutableArray<string> words, (string, string) said)
    {
        if (Kind != TokenKind.Identifier || (Current.FirstOnLine && !IsMarker))
            return false;
        NoteCaret(CaretPlace.Word, c => c with { Words = words });
        if (!IsMarker && !words.Any(Is))
            return false;
        Take(TokenRole.Keyword, entry: said);
        return true;
    }

    private SentenceKind? ReadKind(EntryRule entry, (string, string) said)
    {
        if (Kind != TokenKind.Identifier || (Current.FirstOnLine && !IsMarker))
            return null;
        NoteCaret(CaretPlace.Kind, c => c with { Entry = entry });
        var word = TextOf(Current);
        Take(TokenRole.Kind, entry: said);
        _region!.Label = word;
        return entry.Sentence!.Kinds.FirstOrDefault(k => k.Word == word);
    }

    private void ReadParts(SentenceKind kind, BlockRule? around, (string, string) said)
    {
        var open = kind.Parts.ToList();
        while (!AtEnd && Kind is not (TokenKind.OpenBrace or TokenKind.CloseBrace))
        {
            if (open.Count > 0 && open[0].Particle is null && !(Kind == TokenKind.Identifier && Current.FirstOnLine))
            {
                var first = open[0];
                open.RemoveAt(0);
                if (ReadPart(first))
                    continue;
            }
            if (Kind != TokenKind.Identifier || (Current.FirstOnLine && around?.Find(TextOf(Current)) is not null && !IsMarker))
                return;
            if (IsMarker && Current.FirstOnLine && around is not null)
                return;
            NoteCaret(CaretPlace.Word, c => c with { Words = [.. open.Select(p => p.Particle).OfType<string>().Distinct()] });
            if (open.FirstOrDefault(p => p.Particle is { } particle && Is(particle)) is not { } part)
            {
                if (!IsMarker)
                    return;
                Take(TokenRole.Keyword, entry: said);
                continue;
            }
            open.Remove(part);
            Take(TokenRole.Keyword, entry: said);
            if (part.Second is { } second)
                TakeWord([second], said);
            ReadPart(part);
        }
    }

    /// <summary>What stands in a part; false when nothing does that could.</summary>
    private bool ReadPart(PartRule part)
    {
        if (Kind == TokenKind.CSharp)
        {
            Take(TokenRole.Code);
            return true;
        }
        if (part.Form != PartForm.Names)
            return ReadValues(part);
        if (!IsNameToken)
            return false;
        do
        {
            ReadNameOf(part);
        }
        while (!part.IsSingle && TakeSign(TokenKind.Comma) && IsNameToken);
        return true;
    }

    private void ReadNameOf(PartRule part)
    {
        if (part.Names is { } names)
        {
            NoteCaret(CaretPlace.Name, c => c with { NameKind = names });
            TakeName(names, isDeclaration: false);
            return;
        }
        NoteCaret(CaretPlace.NewName);
        if (part.Particle is null)
            (_region!.Label, _region.LabelSpan) = ($"{_region.Label} {TextOf(Current)}".Trim(), Current.Span);
        Take(TokenRole.Name);
    }

    private bool ReadValues(PartRule part)
    {
        if (Kind == TokenKind.Identifier)
            return false;
        var before = _at;
        do
        {
            if (!ReadOperand(""))
                break;
        }
        while (!part.IsSingle && part.Form == PartForm.Texts && TakeSign(TokenKind.Comma));
        return _at > before;
    }
}
