namespace Lumina.Language.Syntax;

internal enum TokenKind : byte
{
    /// <summary>After the last token of a top-level block.</summary>
    EndOfBlock,
    Identifier,

    /// <summary>A name with <c>${…}</c> in it: <c>api-${region}</c>. Each hole has one reference in it.</summary>
    NameWithHoles,

    /// <summary>Digits, perhaps with a fraction, perhaps with a unit.</summary>
    Number,

    /// <summary>A whole string without <c>${}</c>.</summary>
    String,

    /// <summary>A string that its line or the text ends before its closing quote.</summary>
    UnclosedString,

    /// <summary>From the opening quote to the first <c>${</c>.</summary>
    StringHead,

    /// <summary>From a <c>}</c> to the next <c>${</c>.</summary>
    StringMiddle,

    /// <summary>From the last <c>}</c> to the closing quote.</summary>
    StringTail,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    Equals,
    EqualsEquals,
    BangEquals,
    Bang,
    Less,
    LessEquals,
    Greater,
    GreaterEquals,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    AndAnd,
    OrOr,
    Question,
    Colon,
    Comma,
    Dot,

    /// <summary>A piece of C#, whole, in rules.</summary>
    CSharp,
}
