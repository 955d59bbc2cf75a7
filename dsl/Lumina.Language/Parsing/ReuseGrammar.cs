using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of what keeps one from writing the same twice: imports, templates, repetition.</summary>
internal static class ReuseGrammar
{
    public const string From = "from";
    private const string As = "as";

    /// <summary><c>from template NAME</c>.</summary>
    public static readonly Parser<TemplateUseSyntax> TemplateUse =
        from fromWord in Word(From)
        from template in Word(Words.Template)
        from name in new Parser<ExpressionSyntax>(ExpressionGrammar.Reference)
        select new TemplateUseSyntax(fromWord, template, (ReferenceSyntax)name);

    /// <summary><c>import "PATH" as NAME</c>.</summary>
    public static readonly Parser<DeclarationSyntax> Import =
        from keyword in Token(TokenKind.Identifier, "a declaration")
        from path in new Parser<(SyntaxToken Token, string? Text)>(Path)
        from name in new Parser<(SyntaxToken? As, SyntaxToken? Name)>(i => ImportName(i, path))
        select new ImportSyntax(keyword, path.Token, path.Text, name.As, name.Name);

    /// <summary><c>for VARIABLE in LIST { … }</c>.</summary>
    public static readonly Parser<DeclarationSyntax> For =
        from keyword in Token(TokenKind.Identifier, "a declaration")
        from variables in StatementGrammar.Name("the name of the loop's variable").SeparatedByCommas()
        from inWord in Word("in")
        from list in new Parser<ExpressionSyntax>(ExpressionGrammar.Expression)
        from open in Braces.Open("the for")
        from declarations in new Parser<System.Collections.Immutable.ImmutableArray<DeclarationSyntax>>(DeclarationGrammar.Inside)
        from close in Braces.Close("the for")
        select new ForSyntax(keyword, new NamesSyntax(variables.Items, variables.Commas), inWord, list, open, declarations, close);

    private static Parser<SyntaxToken> Word(string word)
    {
        string[] expected = [$"'{word}'"];
        return i =>
        {
            var input = (TokenInput)i;
            return input.Is(word) ? Result.Success(input.Token, input.Next()) : Result.Failure<SyntaxToken>(input, "unexpected", expected);
        };
    }

    private static IResult<(SyntaxToken Token, string? Text)> Path(IInput i)
    {
        var input = (TokenInput)i;
        return input.Kind is TokenKind.String or TokenKind.UnclosedString
            ? Result.Success((input.Token, (LiteralReader.Read(input) as StringValue)?.Text), input.Next())
            : Result.Failure<(SyntaxToken, string?)>(input, "unexpected", ["the path of a file in quotes"]);
    }

    /// <summary>What a file is called here; when that is missing, one is proposed.</summary>
    private static IResult<(SyntaxToken? As, SyntaxToken? Name)> ImportName(IInput i, (SyntaxToken Token, string? Text) path)
    {
        var input = (TokenInput)i;
        if (input.Is(As) && input.NextKind == TokenKind.Identifier)
            return Result.Success<(SyntaxToken?, SyntaxToken?)>((input.Token, input.Next().Token), input.Next().Next());
        var block = input.Block;
        var lacksName = input.Is(As);
        var rest = lacksName ? input.Next() : input;
        if (path.Token.Kind == TokenKind.String)
            block.Report(FileFindings.ImportWithoutName(block.Source.Locate(TextSpan.At(rest.PreviousEnd)), path.Text ?? "", lacksName));
        return Result.Success<(SyntaxToken?, SyntaxToken?)>((lacksName ? input.Token : null, null), rest);
    }
}
