using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Sprache;

namespace Lumina.Language.Parsing;

/// <summary>A position among the tokens of a block, as Sprache's input: its characters are the kinds of the tokens.
/// One object for each token that is looked at, none for a character.</summary>
internal sealed class TokenInput(SourceBlock block, int index) : IInput
{
    private TokenInput? _next;

    public SourceBlock Block => block;

    public SyntaxToken Token => block.Tokens[index];

    public TokenKind Kind => block.Tokens[index].Kind;

    public TokenKind NextKind => AtEnd ? TokenKind.EndOfBlock : block.Tokens[index + 1].Kind;

    /// <summary>Where the token before ends; at the beginning of a block, where its first token begins.</summary>
    public int PreviousEnd => index == 0 ? Token.Start : block.Tokens[index - 1].End;

    public ReadOnlySpan<char> Text => block.Source.Slice(Token.Span);

    public string Source => block.Source.Text;

    public char Current => (char)Kind;

    public bool AtEnd => Kind == TokenKind.EndOfBlock;

    public int Position => index;

    public int Line => block.Source.LineAndColumn(Token.Start).Line;

    public int Column => block.Source.LineAndColumn(Token.Start).Column;

    /// <summary>For rules that refer to themselves by Sprache's own means; ours don't.</summary>
    public IDictionary<object, object> Memos => throw new NotSupportedException("The grammar needs no memory.");

    public bool Is(TokenKind kind) => Kind == kind;

    public bool Is(string word) => Kind == TokenKind.Identifier && Text.SequenceEqual(word);

    public TokenInput Next() => AtEnd ? throw new InvalidOperationException("The block has no more tokens.") : _next ??= new TokenInput(block, index + 1);

    public IInput Advance() => Next();

    /// <summary>The place for a finding that something else was expected here: this token, or right behind the one before when this
    /// one is on another line.</summary>
    public TextSpan PlaceOfUnexpected => AtEnd || Token.FirstOnLine ? TextSpan.At(PreviousEnd) : Token.Span;

    public bool Equals(IInput? other) => other is TokenInput input && input.Block == block && input.Position == index;

    public override bool Equals(object? obj) => Equals(obj as IInput);

    public override int GetHashCode() => index;
}
