using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Rules;

/// <summary>A file of a set with its tree, and where to report what is wrong with it.</summary>
internal sealed class RuleText(RuleFile file, SourceText source, DiagnosticBag diagnostics, PlanSyntax tree)
{
    /// <summary>The longest piece of C#, in characters: much more than anybody reads, and little enough to be compiled.</summary>
    public const int LongestPiece = 10_000;

    private Evaluator? _constants;

    public RuleFile File => file;

    public SourceText Source => source;

    public DiagnosticBag Diagnostics => diagnostics;

    public PlanSyntax Tree => tree;

    /// <summary>Works out values that stand by themselves, outside of any plan.</summary>
    public Evaluator Constants => _constants ??= MakeEvaluator();

    public SourceLocation Locate(SyntaxToken token) => source.Locate(token.Span);

    public string NameOf(SyntaxToken token) => NameText.Of(token, source);

    /// <summary>The one name of a part; null without the part.</summary>
    public string? NameOf(PartSyntax? part) => part?.Names is { } names ? NameOf(names.Names[0]) : null;

    /// <summary>The names of a part, sorted, each once; a repeated one is reported.</summary>
    public ImmutableArray<string> NamesOf(PartSyntax? part)
    {
        if (part?.Names is not { } written)
            return [];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var token in written.Names)
        {
            if (!names.Add(NameOf(token)))
                diagnostics.Add(GraphFindings.RepeatedName(Locate(token), NameOf(token)));
        }
        return [.. names];
    }

    /// <summary>The one text of a part, in which nothing is filled in; null without it, or when what is wrong has been reported.</summary>
    /// <param name="part">The part.</param>
    /// <param name="what">What it is, for messages; null when it may be empty.</param>
    public string? PlainText(PartSyntax? part, string? what = null) => part?.Values is { } values ? PlainText(values.Values[0], what) : null;

    /// <summary>All texts of a part; null when what is wrong with one has been reported.</summary>
    public ImmutableArray<string>? PlainTexts(PartSyntax part, string what)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var value in part.Values?.Values ?? [])
        {
            if (PlainText(value, what) is not { } text)
                return null;
            texts.Add(text);
        }
        return texts.ToImmutable();
    }

    public string? PlainText(ExpressionSyntax value, string? what)
    {
        switch (value)
        {
            case LiteralSyntax { Value: StringValue { Text: var text } }:
                if (what is null || !string.IsNullOrWhiteSpace(text))
                    return text;
                diagnostics.Add(RuleFindings.EmptyText(source.Locate(value.Span), what));
                return null;
            case InterpolationSyntax:
                diagnostics.Add(RuleFindings.TextWithHoles(source.Locate(value.Span)));
                return null;
            default:
                return null;
        }
    }

    /// <summary>A piece of C#; null when it is too long, which has been reported.</summary>
    public CSharpText? Piece(ExpressionSyntax? value)
    {
        if (value is not CSharpSyntax { Span: var span })
            return null;
        if (span.Length <= LongestPiece)
            return new CSharpText(source.ToString(span), source.Locate(span));
        diagnostics.Add(RuleFindings.TooLong(source.Locate(span), LongestPiece));
        return null;
    }

    /// <summary>What a rule says; null when what is wrong with it has been reported.</summary>
    public MessageText? Message(ExpressionSyntax value, string what)
    {
        if (value is not InterpolationSyntax text)
            return PlainText(value, what) is { } plain ? new MessageText([new MessagePart(plain, null)]) : null;
        var parts = ImmutableArray.CreateBuilder<MessagePart>();
        for (var i = 0; i < text.Values.Length; i++)
        {
            if (text.Values[i].Length > 0)
                parts.Add(new MessagePart(text.Values[i], null));
            if (i == text.Holes.Length)
                break;
            if (Piece(text.Holes[i]) is not { } piece)
                return null;
            parts.Add(new MessagePart(null, piece));
        }
        return new MessageText(parts.ToImmutable());
    }

    private Evaluator MakeEvaluator()
    {
        var symbols = new PlanSymbols();
        symbols.Files.Add(new FileScope(source.Main));
        return new Evaluator(EnvironmentScope.OfNone(symbols), diagnostics, new TextBudget(), new Surroundings(new PlanInputs(file.Name, "")));
    }
}
