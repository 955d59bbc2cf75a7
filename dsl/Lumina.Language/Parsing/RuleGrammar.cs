using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of what stands at the top level of a file of rules.</summary>
internal static class RuleGrammar
{
    private static readonly Parser<SyntaxToken> Keyword = Token(TokenKind.Identifier, "a declaration");

    private static readonly Parser<DeclarationSyntax> Rule =
        from keyword in Keyword
        from name in StatementGrammar.Name("the name of the rule", mayPrecedeEquals: true)
        from body in StatementGrammar.Block(RuleWords.RuleBlock, "the rule")
        select new NamedBlockSyntax(RuleWords.Rule, keyword, name, null, body);

    private static readonly Parser<DeclarationSyntax> Test =
        from keyword in Keyword
        from rule in StatementGrammar.Name("the name of a rule", mayPrecedeEquals: true)
        from title in new Parser<ExpressionSyntax>(ExpressionGrammar.Text).WhenNext(i => i.Kind is TokenKind.String or TokenKind.StringHead or TokenKind.UnclosedString)
        from body in StatementGrammar.Block(RuleWords.TestBlock, "the test")
        select new TestSyntax(keyword, rule, title, body);

    private static readonly Parser<DeclarationSyntax> Waive =
        from sentence in SentenceGrammar.Sentence(RuleWords.WaiveSentence, null)
        select new SentenceDeclarationSyntax((SentenceSyntax)sentence);

    public static Parser<DeclarationSyntax>? ByWord(string? word) => word switch
    {
        RuleWords.Rule => Rule,
        RuleWords.Test => Test,
        RuleWords.Waive => Waive,
        _ => null,
    };
}
