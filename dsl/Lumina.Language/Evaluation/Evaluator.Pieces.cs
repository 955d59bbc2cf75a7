using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Evaluation;

/// <summary>What files say: texts like all others, in which <c>${secret.NAME}</c> may stand too.</summary>
internal sealed partial class Evaluator
{
    /// <summary>The template whose holes are worked out, with where the plan speaks of it: there its names are looked for.</summary>
    private (SourceFile File, int UsedAt)? _template;

    /// <summary>Where a name stands, for what it can mean there.</summary>
    private int PlaceOf(SyntaxToken name) =>
        _template is var (file, usedAt) && name.Start >= file.Start && name.Start <= file.End ? usedAt : name.Start;

    /// <summary>The pieces of a text; null when something is wrong with it, which has been reported.</summary>
    /// <param name="text">What stands in the plan.</param>
    /// <param name="secret">The secret that a name means; null when there is none, which it has reported.</param>
    public ImmutableArray<FilePiece>? Pieces(ExpressionSyntax text, Func<ReferenceSyntax, SecretReference?> secret)
    {
        switch (text)
        {
            case ParenthesizedSyntax inner:
                return Pieces(inner.Inner, secret);
            case ConditionalSyntax choice:
                return PiecesOf(choice, secret);
            case InterpolationSyntax holes:
                var pieces = new PieceList();
                for (var i = 0; i < holes.Values.Length; i++)
                {
                    pieces.Add(holes.Values[i]);
                    if (i < holes.Holes.Length)
                        AddHole(pieces, holes.Holes[i], secret);
                }
                return Finished(pieces, holes.Span);
            case ReferenceSyntax reference when IsSecret(reference):
                return secret(reference) is { } found ? [new FilePiece(null, found)] : null;
            default:
                return Conversion.To(ValueKind.String, Evaluate(text), text, "'content'", diagnostics) is StringValue value ? [new FilePiece(value.Text, null)] : null;
        }
    }

    /// <summary>The pieces of a file's text with holes.</summary>
    /// <param name="template">The text.</param>
    /// <param name="usedAt">Where the plan speaks of it.</param>
    /// <param name="secret">As above.</param>
    public ImmutableArray<FilePiece>? Pieces(TextTemplate template, TextSpan usedAt, Func<ReferenceSyntax, SecretReference?> secret)
    {
        _template = (template.File, usedAt.Start);
        var pieces = new PieceList();
        foreach (var (text, hole) in template.Parts)
        {
            pieces.Add(text);
            if (hole is not null)
                AddHole(pieces, hole, secret);
        }
        _template = null;
        return Finished(pieces, usedAt);
    }

    /// <summary>Checks a text that is replaced here.</summary>
    public void CheckPieces(ExpressionSyntax text) => Pieces(text, _ => null);

    private ImmutableArray<FilePiece>? PiecesOf(ConditionalSyntax choice, Func<ReferenceSyntax, SecretReference?> secret)
    {
        var condition = Conversion.To(ValueKind.Bool, Evaluate(choice.Condition), choice.Condition, "A condition", diagnostics);
        if (condition is not BoolValue { Truth: var truth })
            return null;
        _notTaken++;
        CheckPieces(truth ? choice.WhenFalse : choice.WhenTrue);
        _notTaken--;
        return Pieces(truth ? choice.WhenTrue : choice.WhenFalse, secret);
    }

    private bool IsSecret(ReferenceSyntax reference) => Source.Slice(reference.Names[0].Span).SequenceEqual(Words.Secret);

    private void AddHole(PieceList pieces, ExpressionSyntax hole, Func<ReferenceSyntax, SecretReference?> secret)
    {
        if (hole is ReferenceSyntax reference && IsSecret(reference))
        {
            pieces.Add(secret(reference));
            return;
        }
        var value = Evaluate(hole);
        if (value is ListValue or MapValue)
            value = Fail(ValueFindings.WrongType(diagnostics.Locate(hole.Span), "A text", "a single value", "a " + Units.NameOf(value.Type), null));
        pieces.Add(value is UnknownValue ? null : value.ToText());
    }

    private ImmutableArray<FilePiece>? Finished(PieceList pieces, TextSpan at)
    {
        if (pieces.Length > TextBudget.LongestText)
            Fail(ValueFindings.TooMuchText(diagnostics.Locate(at), "This text grows longer than 1 Mi characters."));
        return pieces.Length <= TextBudget.LongestText && TakeText(pieces.Length, at) ? pieces.ToPieces() : null;
    }

    /// <summary>Whether there may be so much more text in the plan.</summary>
    public bool TakeText(int characters, TextSpan at)
    {
        var answer = budget.Take(characters);
        if (answer == TextBudget.Answer.UsedUp)
            Fail(ValueFindings.TooMuchText(diagnostics.Locate(at), "The texts of this plan grow larger than 64 Mi characters."));
        return answer == TextBudget.Answer.Enough;
    }
}
