using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>Reads one typed value. Null: what is wrong with it has been reported.</summary>
/// <param name="evaluator">Works it out.</param>
internal readonly struct ValueReader(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <param name="value">Where it stands.</param>
    /// <param name="what">What takes it, for messages.</param>
    public string? Text(ExpressionSyntax value, string what) => Read(value, ValueKind.String, what) is StringValue text ? text.Text : null;

    public TimeSpan? Duration(ExpressionSyntax value, string what, bool mayBeZero = false)
    {
        if (Read(value, ValueKind.Duration, what) is not DurationValue read)
            return null;
        if (read.Time > TimeSpan.Zero || (mayBeZero && read.Time == TimeSpan.Zero))
            return read.Time;
        Report(value, what, read, mayBeZero ? "0s or longer" : "longer than 0s");
        return null;
    }

    /// <summary>A share in percent.</summary>
    /// <param name="value">Where it stands.</param>
    /// <param name="what">What takes it, for messages.</param>
    /// <param name="isGood">Whether it is in the range.</param>
    /// <param name="range">The range, for messages.</param>
    public decimal? Percent(ExpressionSyntax value, string what, Func<decimal, bool> isGood, string range)
    {
        if (Read(value, ValueKind.Percentage, what) is not PercentageValue read)
            return null;
        if (isGood(read.Percent))
            return read.Percent;
        Report(value, what, read, range);
        return null;
    }

    /// <summary>Thousandths of a core.</summary>
    public long? Cpu(ExpressionSyntax value, string what, long least, long most)
    {
        if (Read(value, ValueKind.Cpu, what) is not CpuValue read)
            return null;
        if (read.Millicores >= least && read.Millicores <= most)
            return read.Millicores;
        Report(value, what, read, $"from {new CpuValue(least).ToText()} to {new CpuValue(most).ToText()}");
        return null;
    }

    /// <summary>Bytes.</summary>
    public long? Size(ExpressionSyntax value, string what, long least, long most)
    {
        if (Read(value, ValueKind.Size, what) is not SizeValue read)
            return null;
        if (read.Bytes >= least && read.Bytes <= most)
            return read.Bytes;
        Report(value, what, read, $"from {Units.Write(least)} to {Units.Write(most)}");
        return null;
    }

    /// <summary>One word of a fixed set. In quotes it is taken too, with a fix.</summary>
    public string? Word(ExpressionSyntax value, ImmutableArray<string> words, string what)
    {
        if (Read(value, ValueKind.String, what) is not StringValue { Text: var text })
            return null;
        var at = Diagnostics.Locate(value.Span);
        if (!words.Contains(text))
        {
            var known = words.Length == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
            Diagnostics.Add(NameFindings.UnknownWord(at, what, text.Length > 40 ? text[..40] + "…" : text, known, Suggestion.Nearest(text, words)));
            return null;
        }
        if (value is LiteralSyntax { IsWord: false })
            Diagnostics.Add(StyleFindings.QuotedWord(at, text));
        return text;
    }

    private Value Read(ExpressionSyntax value, ValueKind type, string what) => Conversion.To(type, evaluator.Evaluate(value), value, what, Diagnostics);

    private void Report(ExpressionSyntax value, string what, Value found, string range) =>
        Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(value.Span), what, found.ToText(), range));
}
