using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Lumina.Policy.Conditions;

/// <summary>The one C# text that all expressions of a set are compiled in, and the way from its places back to those of the expressions.</summary>
internal sealed class ConditionProgram
{
    /// <summary>The class that the expressions are methods of, and what their names begin with.</summary>
    public const string ClassName = "LuminaConditions", MethodPrefix = "Condition";

    public const string GuardName = "__guard";

    private readonly List<Piece> _pieces = [];
    private readonly StringBuilder _text = new();

    public ConditionProgram()
    {
        _text.Append("using System.Linq;\nusing System.Collections.Generic;\nusing static Lumina.Policy.Model.RuleWords;\n");
        foreach (var (name, type) in Vocabulary.Types)
            _text.Append(CultureInfo.InvariantCulture, $"using {name} = global::{type.FullName};\n");
        _text.Append(CultureInfo.InvariantCulture, $"public static class {ClassName} {{\n");
    }

    public string Text => _text.ToString() + "}\n";

    /// <summary>Adds an expression as the next method.</summary>
    /// <param name="condition">The expression.</param>
    /// <param name="text">It, as C# reads it; of the same length.</param>
    /// <param name="insertions">What is written into it, by place, sorted.</param>
    public void Add(ConditionText condition, string text, ImmutableArray<Insertion> insertions)
    {
        _text.Append("public static ").Append(condition.IsHole ? "object " : "bool ")
            .Append(MethodPrefix).Append(CultureInfo.InvariantCulture, $"{_pieces.Count}(");
        foreach (var (name, type) in Vocabulary.Variables)
            _text.Append("global::").Append(type.FullName).Append(' ').Append(Vocabulary.Has(condition.Subject, name) ? name : "__no_" + name).Append(", ");
        _text.Append("global::").Append(typeof(Guard).FullName).Append(' ').Append(GuardName).Append(") => (\n");
        var start = _text.Length;
        var at = 0;
        foreach (var insertion in insertions)
        {
            _text.Append(text, at, insertion.At - at).Append(insertion.Text);
            at = insertion.At;
        }

        _text.Append(text, at, text.Length - at);
        _pieces.Add(new(condition, TextSpan.FromBounds(start, _text.Length), insertions));
        // On a line of its own, so that a comment at the end swallows nothing.
        _text.Append("\n);\n");
    }

    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>The expression that a place of the text belongs to; null for what is around them.</summary>
    public Piece? PieceAt(int position)
    {
        int low = 0, high = _pieces.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            // The bracket behind an expression, where the compiler misses something, is still its.
            if (position > _pieces[middle].Span.End + 2) low = middle + 1;
            else if (position < _pieces[middle].Span.Start) high = middle - 1;
            else return _pieces[middle];
        }

        return null;
    }

    /// <summary>An expression in the text.</summary>
    /// <param name="Condition">The expression.</param>
    /// <param name="Span">Where it is in the text, with what was written into it.</param>
    /// <param name="Insertions">What was.</param>
    internal sealed record Piece(ConditionText Condition, TextSpan Span, ImmutableArray<Insertion> Insertions)
    {
        /// <summary>The place in the expression that a place of the text is.</summary>
        public int Back(int position)
        {
            var inserted = 0;
            foreach (var insertion in Insertions)
            {
                var begins = Span.Start + insertion.At + inserted;
                if (position < begins)
                    break;
                if (position < begins + insertion.Text.Length)
                    return insertion.At;
                inserted += insertion.Text.Length;
            }

            return position - Span.Start - inserted;
        }

        /// <summary>Whether something in the text is not the author's.</summary>
        public bool IsInserted(TextSpan span)
        {
            var inserted = 0;
            foreach (var insertion in Insertions)
            {
                var begins = Span.Start + insertion.At + inserted;
                if (span.Start >= begins && span.Start < begins + insertion.Text.Length)
                    return true;
                inserted += insertion.Text.Length;
            }

            return false;
        }

        public Lumina.Language.Diagnostics.SourceLocation Locate(TextSpan span)
        {
            var (start, end) = (Back(span.Start), Back(span.End));
            return Condition.At(start, Math.Max(0, end - start));
        }
    }
}

/// <summary>Something that is written into an expression.</summary>
/// <param name="At">Before which of its characters.</param>
/// <param name="Text">What.</param>
internal sealed record Insertion(int At, string Text);
