using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Parsing;

/// <summary>Cuts a file, the last of its source, into top-level blocks of tokens, in one pass. A block ends before a declaration's keyword at the beginning
/// of a line, whatever braces are open then, so that a missing brace stays inside its declaration.</summary>
internal sealed partial class Lexer(SourceText source, SourceFile file, DiagnosticBag diagnostics, Dialect dialect)
{
    /// <summary>How deep braces, brackets, parentheses and <c>${}</c> may be nested.</summary>
    public const int DeepestNesting = 200;

    private readonly string _text = source.Text;
    private readonly Stack<Hole> _holes = new();
    private readonly SourceBlock _block = new(source, diagnostics, dialect);
    private int _position = file.Start + (source.Text.AsSpan(file.Start).StartsWith('\uFEFF') ? 1 : 0);
    private int _fullStart = file.Start;
    private bool _firstOnLine = true;
    private int _depth;
    private int _tokens;
    private int _braces;
    private bool _isAtEnd;
    private SyntaxToken? _pending;

    /// <summary>An open <c>${</c>: whether its string may go over several lines, how deep everything and how deep braces are nested in it,
    /// and where it stands.</summary>
    private readonly record struct Hole(bool SeveralLines, int Depth, int Braces, int Start);

    /// <summary>Whether it stopped because there are more tokens than <see cref="PlanParser.MostTokens"/>.</summary>
    public bool HasTooManyTokens => _tokens > PlanParser.MostTokens;

    /// <summary>The end of the text with the trivia before it; known when <see cref="Next"/> has returned null.</summary>
    public SyntaxToken EndOfText { get; private set; }

    /// <summary>The next block; null at the end. It is good until the next call.</summary>
    public SourceBlock? Next()
    {
        _block.Clear();
        var tokens = _block.Tokens;
        if (_pending is { } first)
        {
            tokens.Add(first);
            _pending = null;
        }
        while (!_block.IsTooDeep && !_isAtEnd && !HasTooManyTokens)
        {
            var token = Read();
            if (token.Kind == TokenKind.EndOfBlock)
            {
                (EndOfText, _isAtEnd) = (token, true);
                break;
            }
            if (tokens.Count > 0 && BeginsDeclaration(token, tokens[^1].Kind))
            {
                _pending = token;
                (_depth, _braces, _fullStart) = (0, 0, token.End);
                break;
            }
            tokens.Add(token);
            _tokens++;
            Nest(token);
        }
        return tokens.Count == 0 ? null : EndBlock();
    }

    private SourceBlock EndBlock()
    {
        var end = _block.Tokens[^1].End;
        _block.Tokens.Add(new SyntaxToken(TokenKind.EndOfBlock, false, end, end, end));
        _block.End = end;
        if (_block.IsTooDeep)
            SkipToDeclaration();
        return _block;
    }

    private bool BeginsDeclaration(SyntaxToken token, TokenKind before)
    {
        if (token.Kind != TokenKind.Identifier || _holes.Count > 0)
            return false;
        var atMargin = token.Start == file.Start || _text[token.Start - 1] is '\n' or '\uFEFF';
        var word = _text.AsSpan(token.Start, token.End - token.Start);
        return (atMargin || (_depth == 0 && before == TokenKind.CloseBrace))
            && dialect.IsDeclaration(word)
            && IsFollowedByName(token.End)
            && !(IsRightInsideFor() && Words.MayStandInFor(word));
    }

    /// <summary>Whether what comes is in the braces of a <c>for</c> itself, so that the margin says nothing about it.</summary>
    private bool IsRightInsideFor() =>
        _depth == 1 && _braces == 1 && _block.Tokens is [var first, ..] && _text.AsSpan(first.Start, first.End - first.Start).SequenceEqual(Words.For);

    /// <summary>Whether a keyword is one, and not a reference (<c>plan.name</c>) or a property of its name.</summary>
    private bool IsFollowedByName(int position)
    {
        while (position < _text.Length && _text[position] is ' ' or '\t')
            position++;
        return position == _text.Length || _text[position] is '\r' or '\n' or '{' or '"' or '_' or '$' or '/' || char.IsLetterOrDigit(_text[position]);
    }

    /// <summary>Closing brackets too many inside of a <c>${</c> don't close what is around it.</summary>
    private int Floor => _holes.TryPeek(out var hole) ? hole.Depth : 0;

    private void Nest(SyntaxToken token)
    {
        switch (token.Kind)
        {
            case TokenKind.OpenBrace:
                _block.Unclosed++;
                _braces++;
                _depth++;
                break;
            case TokenKind.CloseBrace:
                _block.Unclosed--;
                _braces = Math.Max(0, _braces - 1);
                _depth = Math.Max(Floor, _depth - 1);
                break;
            case TokenKind.OpenBracket or TokenKind.OpenParen or TokenKind.StringHead:
                _depth++;
                break;
            case TokenKind.CloseBracket or TokenKind.CloseParen:
                _depth = Math.Max(Floor, _depth - 1);
                break;
            default:
                return;
        }
        if (_depth <= DeepestNesting)
            return;
        _block.IsTooDeep = true;
        diagnostics.Add(SyntaxFindings.TooDeep(source.Locate(token.Span), DeepestNesting));
    }

    /// <summary>Passes over the rest of a block that is nested too deeply.</summary>
    private void SkipToDeclaration()
    {
        _holes.Clear();
        (_depth, _braces) = (0, 0);
        var at = _position;
        while ((at = _text.IndexOf('\n', at)) >= 0)
        {
            var start = ++at;
            while (at < _text.Length && char.IsAsciiLetter(_text[at]))
                at++;
            if (dialect.IsDeclaration(_text.AsSpan(start, at - start)) && IsFollowedByName(at))
            {
                (_position, _fullStart, _firstOnLine, _block.End) = (start, start, true, start);
                return;
            }
        }
        (_position, _fullStart, _block.End) = (_text.Length, _text.Length, _text.Length);
    }

    private SyntaxToken Read()
    {
        if (LeadsToCSharp() && ReadCSharp() is { } piece)
            return piece;
        SkipTrivia();
        var start = _position;
        var kind = start == _text.Length ? TokenKind.EndOfBlock : ReadKind(_text[start]);
        var token = new SyntaxToken(kind, _firstOnLine, _fullStart, start, _position);
        (_fullStart, _firstOnLine) = (_position, false);
        return token;
    }

    private TokenKind ReadKind(char first)
    {
        if (char.IsLetter(first) || first == '_' || NameHoles.EndOf(_text, _position) > 0)
            return ReadIdentifier();
        if (char.IsAsciiDigit(first))
            return ReadNumber();
        return first switch
        {
            '"' => ReadString(),
            '\'' or '\u201C' => ReadForeignString(),
            '}' when _holes.TryPeek(out var hole) && hole.Braces == _braces => ReadStringAfterHole(_holes.Pop()),
            _ => ReadSign(first),
        };
    }

    private TokenKind ReadIdentifier()
    {
        var kind = TokenKind.Identifier;
        while (_position < _text.Length)
        {
            if (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '-')
            {
                _position++;
                continue;
            }
            var end = NameHoles.EndOf(_text, _position);
            if (end < 0)
                break;
            (_position, kind) = (end, TokenKind.NameWithHoles);
        }
        return kind;
    }

    private TokenKind ReadNumber()
    {
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position])
            || (_text[_position] == '.' && _position + 1 < _text.Length && char.IsAsciiDigit(_text[_position + 1]))))
        {
            _position++;
        }
        if (_position < _text.Length && _text[_position] == '%' && (_position + 1 == _text.Length || !char.IsLetterOrDigit(_text[_position + 1])))
            _position++;
        if (DateEnd() is { } dateEnd)
            _position = dateEnd;
        return TokenKind.Number;
    }
}
