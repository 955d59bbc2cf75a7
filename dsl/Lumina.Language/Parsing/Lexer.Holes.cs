using Lumina.Language.Syntax;

namespace Lumina.Language.Parsing;

/// <summary>Holes of texts that are no plans.</summary>
internal sealed partial class Lexer
{
    /// <summary>The tokens of a hole, and where what follows it begins. No tokens when it is not closed on its line: then what follows is behind its <c>${</c>.</summary>
    /// <param name="start">Behind its <c>${</c>.</param>
    public (SourceBlock? Block, int End) ReadHole(int start)
    {
        (_position, _fullStart, _firstOnLine) = (start, start, false);
        while (!_block.IsTooDeep)
        {
            var token = Read();
            if (token.Kind == TokenKind.EndOfBlock || token.FirstOnLine)
                break;
            if (token.Kind == TokenKind.CloseBrace && _braces == 0 && _holes.Count == 0)
            {
                _block.Tokens.Add(new SyntaxToken(TokenKind.EndOfBlock, false, token.Start, token.Start, token.Start));
                _block.End = token.Start;
                return (_block, token.End);
            }
            _block.Tokens.Add(token);
            Nest(token);
        }
        return (null, start);
    }
}
