using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of what stands at the top level.</summary>
internal static class DeclarationGrammar
{
    private static readonly Parser<SyntaxToken> Keyword = Token(TokenKind.Identifier, "a declaration");

    private static readonly Parser<InitialValueSyntax> InitialValue =
        from sign in new Parser<SyntaxToken>(StatementGrammar.EqualsSign)
        from value in new Parser<ExpressionSyntax>(ExpressionGrammar.Expression)
        select new InitialValueSyntax(sign, value);

    private static readonly Parser<DeclarationSyntax> Param =
        from keyword in Keyword
        from name in StatementGrammar.Name("the name of the param", mayPrecedeEquals: true)
        from colon in Token(TokenKind.Colon, "':' and a type")
        from type in Token(TokenKind.Identifier, "a type")
        from initial in InitialValue.WhenNext(i => i.Kind == TokenKind.Equals || StatementGrammar.LacksEquals(i))
        from body in StatementGrammar.OptionalBlock(StatementGrammar.Block(Words.ParamBlock, "the param"))
        select new ParamSyntax(keyword, name, colon, type, initial, body);

    private static readonly Parser<DeclarationSyntax> Let =
        from keyword in Keyword
        from name in StatementGrammar.Name("the name of the let", mayPrecedeEquals: true)
        from initial in InitialValue
        select new LetSyntax(keyword, name, initial);

    private static readonly Parser<DeclarationSyntax> Plan = NamedBlock(Words.Plan, Words.PlanBlock, bodyOptional: true);

    private static readonly Parser<DeclarationSyntax> Environment = NamedBlock(Words.Environment, Words.EnvironmentBlock, bodyOptional: false);

    private static readonly Parser<DeclarationSyntax> Component = NamedBlock(Words.Component, Words.ComponentBlock, bodyOptional: false, mayHaveTemplate: true);

    private static readonly Parser<DeclarationSyntax> Infrastructure = NamedBlock(Words.Infrastructure, Words.InfrastructureBlock, bodyOptional: false);

    private static readonly Parser<DeclarationSyntax> Pipeline = NamedBlock(Words.Pipeline, PipelineWords.PipelineBlock, bodyOptional: false);

    private static readonly Parser<DeclarationSyntax> Template = NamedBlock(Words.Template, Words.ComponentBlock, bodyOptional: false, mayHaveTemplate: true);

    private static Parser<DeclarationSyntax> NamedBlock(string word, BlockRule rule, bool bodyOptional, bool mayHaveTemplate = false)
    {
        var body = StatementGrammar.Block(rule, "the " + word);
        var optional = StatementGrammar.OptionalBlock(body);
        return from keyword in Keyword
               from name in StatementGrammar.Name($"the name of the {word}", mayPrecedeEquals: true)
               from template in ReuseGrammar.TemplateUse.WhenNext(i => mayHaveTemplate && i.Is(ReuseGrammar.From))
               from block in bodyOptional || template is not null ? optional : body!
               select new NamedBlockSyntax(word, keyword, name, template, block);
    }

    /// <summary>All declarations of a block: one, as a rule.</summary>
    public static void ParseAll(SourceBlock block, ImmutableArray<DeclarationSyntax>.Builder declarations)
    {
        var input = new TokenInput(block, 0);
        if (block.IsTooDeep)
        {
            declarations.Add(Skip(input, new TextSpan(input.Token.Start, block.End)));
            return;
        }
        while (!input.AtEnd)
        {
            var result = Declaration(input, isInside: false);
            declarations.Add(result.Value);
            input = (TokenInput)result.Remainder;
        }
    }

    /// <summary>The declarations between the braces of a <c>for</c>; succeeds always.</summary>
    public static IResult<ImmutableArray<DeclarationSyntax>> Inside(IInput i)
    {
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        var input = (TokenInput)i;
        while (input.Kind is not (TokenKind.CloseBrace or TokenKind.EndOfBlock))
        {
            var result = Declaration(input, isInside: true);
            declarations.Add(result.Value);
            input = (TokenInput)result.Remainder;
        }
        return Result.Success(declarations.DrainToImmutable(), input);
    }

    /// <summary>A declaration, or skipped text; succeeds always.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="isInside">Whether it is between braces, whose end ends it too.</param>
    private static IResult<DeclarationSyntax> Declaration(TokenInput start, bool isInside)
    {
        var block = start.Block;
        var known = block.Diagnostics.Count;
        var result = ParserFor(start)(start);
        if (result.WasSuccessful)
            return result;
        var failed = (TokenInput)result.Remainder;
        var rest = SkipDeclaration(start, failed, isInside);
        if (block.Diagnostics.Count == known && !block.HasBraceError)
            Recovery.Report(start, failed, rest, result.Expectations);
        block.HasBraceError |= start.Kind == TokenKind.CloseBrace;
        return Result.Success<DeclarationSyntax>(Skip(start, new TextSpan(start.Token.Start, rest.PreviousEnd)), rest);
    }

    private static Parser<DeclarationSyntax> ParserFor(TokenInput input)
    {
        if (input.Kind != TokenKind.Identifier)
            return Unexpected;
        var word = input.Text.ToString();
        return ByWord(word, input.Block.Dialect) ?? Misspelt(word);
    }

    private static Parser<DeclarationSyntax>? ByWord(string? word, Dialect dialect) =>
        dialect == Dialect.Rules ? RuleGrammar.ByWord(word) : ByWord(word);

    private static Parser<DeclarationSyntax>? ByWord(string? word) => word switch
    {
        Words.Plan => Plan,
        Words.Param => Param,
        Words.Let => Let,
        Words.Environment => Environment,
        Words.Component => Component,
        Words.Infrastructure => Infrastructure,
        Words.Pipeline => Pipeline,
        Words.Template => Template,
        Words.Import => ReuseGrammar.Import,
        Words.For => ReuseGrammar.For,
        _ => null,
    };

    private static readonly Parser<DeclarationSyntax> Unexpected = i =>
        Result.Failure<DeclarationSyntax>(i, "unexpected", [((TokenInput)i).Block.Dialect.ADeclaration]);

    /// <summary>An unknown word: reported, and read as the keyword that was probably meant.</summary>
    private static Parser<DeclarationSyntax> Misspelt(string word) => i =>
    {
        var input = (TokenInput)i;
        var block = input.Block;
        if (block.HasBraceError || block.HasUnclosedText)
            return Reported<DeclarationSyntax>(input);
        if (block.Unclosed < 0 && input.Position > 0 && block.Tokens[input.Position - 1] is { Kind: TokenKind.CloseBrace } brace && !StandsApart(input))
        {
            block.HasBraceError = true;
            block.Report(SyntaxFindings.UnexpectedCloseBrace(block.Source.Locate(brace.Span)));
            return Reported<DeclarationSyntax>(input);
        }
        var near = input.NextKind is TokenKind.Identifier or TokenKind.NameWithHoles or TokenKind.String ? Suggestion.Nearest(word, block.Dialect.Declarations) : null;
        block.Report(SyntaxFindings.UnknownDeclaration(block.Source.Locate(input.Token.Span), block.Dialect.ADeclaration, $"'{word}'", near));
        return ByWord(near, block.Dialect) is { } meant ? meant(input) : Reported<DeclarationSyntax>(input);
    };

    /// <summary>Whether a blank line, or a comment on a line of its own, is before a word: then it is no entry that a brace has cut off, but what was
    /// to be a declaration.</summary>
    private static bool StandsApart(TokenInput input) =>
        input.Block.Source.Slice(new TextSpan(input.Token.FullStart, input.Token.Start)).Count('\n') > 1;

    /// <summary>To the next declaration that begins a line, or follows a block.</summary>
    private static TokenInput SkipDeclaration(TokenInput start, TokenInput failed, bool isInside)
    {
        var depth = 0;
        var input = start;
        do
        {
            depth = Math.Max(0, depth + Recovery.Nesting(input.Kind));
            input = input.Next();
        }
        while (!input.AtEnd && !(depth == 0 && input.Position >= failed.Position
            && (BeginsDeclaration(input) || (isInside && input.Kind == TokenKind.CloseBrace))));
        return input;
    }

    private static bool BeginsDeclaration(TokenInput input)
    {
        var afterBlock = input.Block.Tokens[input.Position - 1].Kind == TokenKind.CloseBrace;
        if (input.Kind != TokenKind.Identifier || input.NextKind is not (TokenKind.Identifier or TokenKind.NameWithHoles or TokenKind.String) || !(input.Token.FirstOnLine || afterBlock))
            return false;
        return input.Block.Dialect.IsDeclaration(input.Text) || input.Next().NextKind is TokenKind.OpenBrace or TokenKind.Colon or TokenKind.Equals;
    }

    private static SkippedDeclarationSyntax Skip(TokenInput start, TextSpan span)
    {
        var names = new List<SyntaxToken>();
        for (var input = start; names.Count < 3 && input.Kind is TokenKind.Identifier or TokenKind.String; input = input.Next())
            names.Add(input.Token);
        return new SkippedDeclarationSyntax(new SkippedText(start.Token.FullStart, span.Start, span.End), names);
    }
}
