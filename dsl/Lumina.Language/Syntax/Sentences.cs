using System.Collections.Immutable;

namespace Lumina.Language.Syntax;

/// <summary>A piece of C#.</summary>
internal sealed class CSharpSyntax(SyntaxToken token) : ExpressionSyntax(token.Start, token.End, 1)
{
    public SyntaxToken Token => token;

    public override void Accept(ISyntaxVisitor visitor) => visitor.Token(token);
}

/// <summary>A keyword and parts, each behind a small word: <c>applies to component in production where …</c>.</summary>
/// <param name="word">The keyword as it was meant, should it be misspelt.</param>
/// <param name="opening">The keyword, and the words that tell the kind.</param>
/// <param name="kind">The kind as it was meant; empty when the keyword tells it.</param>
/// <param name="parts">Its parts, in the order of the text.</param>
/// <param name="body">Its block.</param>
internal sealed class SentenceSyntax(
    string word, ImmutableArray<SyntaxToken> opening, string kind, ImmutableArray<PartSyntax> parts, BlockSyntax? body)
    : StatementSyntax(opening[0].Start, body?.Span.End ?? (parts.IsEmpty ? opening[^1].End : parts[^1].Span.End))
{
    public string Word => word;

    public string Kind => kind;

    public SyntaxToken Keyword => opening[0];

    public ImmutableArray<SyntaxToken> Opening => opening;

    public ImmutableArray<PartSyntax> Parts => parts;

    public BlockSyntax? Body => body;

    /// <summary>The part behind a word; null when there is none.</summary>
    /// <param name="particle">The word; null for what follows the keyword at once.</param>
    /// <param name="index">Which of several.</param>
    public PartSyntax? Part(string? particle, int index = 0) => parts.Where(p => p.Word == particle).ElementAtOrDefault(index);

    public override void Accept(ISyntaxVisitor visitor)
    {
        foreach (var token in opening)
            visitor.Token(token);
        foreach (var part in parts)
            visitor.Node(part);
        if (body is not null)
            visitor.Node(body);
    }
}

/// <summary>A part of a sentence: names or values with commas between them, behind a word or two.</summary>
/// <param name="word">The word as it was meant; null when there is none.</param>
/// <param name="particles">The words; none for what follows the keyword at once.</param>
/// <param name="names">The names, or the values: one of them is there.</param>
/// <param name="values">The values.</param>
internal sealed class PartSyntax(string? word, ImmutableArray<SyntaxToken> particles, NamesSyntax? names, ValuesSyntax? values)
    : SyntaxNode(particles.IsEmpty ? (names?.Span ?? values!.Span).Start : particles[0].Start, (names?.Span ?? values!.Span).End)
{
    public string? Word => word;

    public ImmutableArray<SyntaxToken> Particles => particles;

    public NamesSyntax? Names => names;

    public ValuesSyntax? Values => values;

    public override void Accept(ISyntaxVisitor visitor)
    {
        foreach (var particle in particles)
            visitor.Token(particle);
        if (names is not null)
            visitor.Node(names);
        if (values is not null)
            visitor.Node(values);
    }
}

/// <summary>Values with commas between them.</summary>
internal sealed class ValuesSyntax(ImmutableArray<ExpressionSyntax> values, ImmutableArray<SyntaxToken> commas)
    : SyntaxNode(values[0].Span.Start, values[^1].Span.End)
{
    public ImmutableArray<ExpressionSyntax> Values => values;

    public ImmutableArray<SyntaxToken> Commas => commas;

    public override void Accept(ISyntaxVisitor visitor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            visitor.Node(values[i]);
            if (i < commas.Length)
                visitor.Token(commas[i]);
        }
    }
}

/// <summary>A sentence at the top level: <c>waive …</c>.</summary>
internal sealed class SentenceDeclarationSyntax(SentenceSyntax sentence) : DeclarationSyntax(sentence.Span.Start, sentence.Span.End)
{
    public SentenceSyntax Sentence => sentence;

    public override void Accept(ISyntaxVisitor visitor) => visitor.Node(sentence);
}

/// <summary><c>test RULE "what it shows" { … }</c>.</summary>
internal sealed class TestSyntax(SyntaxToken keyword, SyntaxToken rule, ExpressionSyntax? title, BlockSyntax body)
    : DeclarationSyntax(keyword.Start, body.Span.End)
{
    public SyntaxToken Keyword => keyword;

    /// <summary>The name of the rule that is tested.</summary>
    public SyntaxToken Rule => rule;

    /// <summary>What it shows, in words; null when it says nothing.</summary>
    public ExpressionSyntax? Title => title;

    public BlockSyntax Body => body;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(rule);
        if (title is not null)
            visitor.Node(title);
        visitor.Node(body);
    }
}
