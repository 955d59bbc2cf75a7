using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>Values.</summary>
internal sealed partial class AnatomyReader
{
    /// <summary>Operands with operators between them, as far as they go.</summary>
    private void ReadValue(string property)
    {
        var open = 0;
        while (true)
        {
            while (Kind is TokenKind.Bang or TokenKind.Minus)
                Take(TokenRole.Sign);
            if (!ReadOperand(property))
                return;
            if (Kind == TokenKind.Colon && open == 0)
                return;
            open += Kind switch { TokenKind.Question => 1, TokenKind.Colon => -1, _ => 0 };
            if (!IsOperator(Kind))
                return;
            Take(TokenRole.Sign);
        }
    }

    private static bool IsOperator(TokenKind kind) => kind is >= TokenKind.EqualsEquals and <= TokenKind.Colon and not TokenKind.Bang;

    private bool ReadOperand(string property)
    {
        switch (Kind)
        {
            case TokenKind.Number:
                Take(TokenRole.Number);
                return true;
            case TokenKind.String or TokenKind.UnclosedString:
                Take(TokenRole.Text);
                return true;
            case TokenKind.StringHead:
                ReadInterpolation(property);
                return true;
            case TokenKind.OpenBracket:
                ReadItems(TokenKind.CloseBracket, property);
                return true;
            case TokenKind.OpenParen:
                ReadItems(TokenKind.CloseParen, property);
                return true;
            case TokenKind.CSharp:
                Take(TokenRole.Code);
                return true;
            case TokenKind.OpenBrace:
                ReadMap(property);
                return true;
            case TokenKind.Identifier when BeginsEntry:
                return false;
            case TokenKind.Identifier when NextKind == TokenKind.OpenParen && _tokens[_at + 1].Start == Current.End:
                NoteCaret(CaretPlace.Value, c => c with { Property = property });
                Take(TokenRole.Function);
                ReadItems(TokenKind.CloseParen, property);
                return true;
            case TokenKind.Identifier:
                ReadReference(property);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a name is no value but the next entry: a property, or on its own line a word that the block has.</summary>
    private bool BeginsEntry => !IsMarker
        && (NextKind == TokenKind.Equals
            || (Current.FirstOnLine && NextKind is TokenKind.OpenBrace or TokenKind.Identifier
                && (EntryOf(_region?.Rule, TextOf(Current)) is not null || (_isRules ? Dialect.Rules : Dialect.Plans).IsDeclaration(source.Slice(Current.Span)))));

    private void ReadInterpolation(string property)
    {
        Take(TokenRole.Text);
        while (true)
        {
            ReadValue(property);
            // What is no value is passed over, so that the rest of the text isn't lost.
            while (!AtEnd && Kind is not (TokenKind.StringMiddle or TokenKind.StringTail or TokenKind.UnclosedString or TokenKind.CloseBrace) && !Current.FirstOnLine)
                Take(TokenRole.Sign);
            if (Kind is TokenKind.StringTail or TokenKind.UnclosedString)
            {
                Take(TokenRole.Text);
                return;
            }
            if (Kind != TokenKind.StringMiddle)
                return;
            Take(TokenRole.Text);
        }
    }

    private void ReadItems(TokenKind closing, string property)
    {
        Take(TokenRole.Sign);
        while (!AtEnd && Kind != closing && Kind != TokenKind.CloseBrace)
        {
            var before = _at;
            ReadValue(property);
            if (!TakeSign(TokenKind.Comma) && (_at == before || Kind != closing))
                break;
        }
        TakeSign(closing);
    }

    private void ReadMap(string property)
    {
        Take(TokenRole.Sign);
        while (!AtEnd && Kind is TokenKind.Identifier or TokenKind.String && (NextKind == TokenKind.Equals || IsMarker))
        {
            Take(TokenRole.Property);
            if (TakeSign(TokenKind.Equals))
                ReadValue(property);
            TakeSign(TokenKind.Comma);
        }
        TakeSign(TokenKind.CloseBrace);
    }

    private void ReadReference(string property)
    {
        var root = TextOf(Current);
        NoteCaret(CaretPlace.Value, c => c with { Property = property });
        var scope = ScopeOf(root);
        if (scope >= 0)
            TakeName(PlanSymbolKind.Variable, isDeclaration: false, scope: scope);
        else if (root is "true" or "false")
            Take(TokenRole.Truth);
        else if (IsRoot(root))
            Take(TokenRole.Root);
        else
            TakeName(PlanSymbolKind.Let, isDeclaration: false);
        var path = ImmutableArray.Create(root);
        while (Kind == TokenKind.Dot)
        {
            Take(TokenRole.Sign);
            NoteCaret(CaretPlace.Member, c => c with { Path = path });
            if (Kind is not (TokenKind.Identifier or TokenKind.NameWithHoles) || (!IsMarker && (Current.FirstOnLine || NextKind == TokenKind.Equals)))
                return;
            path = path.Add(TakeMember(path, isLocal: scope >= 0));
        }
    }

    private string TakeMember(ImmutableArray<string> path, bool isLocal)
    {
        PlanSymbolKind? kind = path is [var only] && !isLocal ? only switch
        {
            Words.Param => PlanSymbolKind.Param,
            Words.Component => PlanSymbolKind.Component,
            Words.Infrastructure => PlanSymbolKind.Infrastructure,
            Words.Plan or Words.Environment or Words.Self => null,
            _ => PlanSymbolKind.Let,
        } : null;
        if (kind is not { } named)
            return TextOf(Take(TokenRole.Member));
        return TakeName(named, isDeclaration: false, named == PlanSymbolKind.Let ? path[0] : null);
    }

    private static bool IsRoot(string name) => name is Words.Plan or Words.Param or Words.Environment or Words.Component or Words.Infrastructure or Words.Self;

    /// <summary>The loop around that counts with a name; below zero when none does.</summary>
    private int ScopeOf(string name)
    {
        for (var region = _region; region is not null; region = region.Parent)
        {
            if (region.Variables.Contains(name))
                return region.Keyword.Start;
        }
        return -1;
    }
}
