using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>Signs of one or two characters.</summary>
internal sealed partial class Lexer
{
    private TokenKind ReadSign(char first)
    {
        var second = _position + 1 < _text.Length ? _text[_position + 1] : '\0';
        var (kind, length) = (first, second) switch
        {
            ('=', '=') => (TokenKind.EqualsEquals, 2),
            ('!', '=') => (TokenKind.BangEquals, 2),
            ('<', '=') => (TokenKind.LessEquals, 2),
            ('>', '=') => (TokenKind.GreaterEquals, 2),
            ('&', '&') => (TokenKind.AndAnd, 2),
            ('|', '|') => (TokenKind.OrOr, 2),
            ('&', _) => (SingleSign("&", "; 'and' is written &&", TokenKind.AndAnd), 1),
            ('|', _) => (SingleSign("|", "; 'or' is written ||", TokenKind.OrOr), 1),
            _ => (OneSign(first), 1),
        };
        _position += length;
        return kind;
    }

    /// <summary>One of two characters that belong together: reported, and taken for both.</summary>
    private TokenKind SingleSign(string sign, string hint, TokenKind meant)
    {
        Report(SyntaxFindings.UnexpectedCharacter(source.Locate(new TextSpan(_position, _position + 1)), sign, hint, sign + sign));
        return meant;
    }

    /// <summary>The kind of a sign of one character; <see cref="TokenKind.EndOfBlock"/> when it is none.</summary>
    private static TokenKind OneSign(char sign) => sign switch
    {
        '{' => TokenKind.OpenBrace,
        '}' => TokenKind.CloseBrace,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        '(' => TokenKind.OpenParen,
        ')' => TokenKind.CloseParen,
        '=' => TokenKind.Equals,
        '!' => TokenKind.Bang,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        '?' => TokenKind.Question,
        ':' => TokenKind.Colon,
        ',' => TokenKind.Comma,
        '.' => TokenKind.Dot,
        _ => TokenKind.EndOfBlock,
    };
}
