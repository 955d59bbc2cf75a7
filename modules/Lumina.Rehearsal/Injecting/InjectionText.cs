using System.Collections.Immutable;
using System.Globalization;

namespace Lumina.Rehearsal.Injecting;

/// <summary>An injection as it was read.</summary>
/// <param name="Injection">Null when the text is wrong.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
/// <param name="Column">Where, from 1.</param>
public sealed record InjectionReading(Injection? Injection, string? Problem, int Column);

/// <summary>
/// Reads <c>COMPONENT: FAULT[, FAULT] [at step N | after DURATION | at the start] [for DURATION]</c>. A fault is <c>error_rate=20%</c>,
/// <c>latency=500ms</c>, <c>crash</c>, <c>never_healthy</c>, <c>verify=fail</c>, <c>prepare=fail</c> or <c>no_metrics</c>.
/// </summary>
public static class InjectionText
{
    private const int Longest = 500;
    private const string Faults = "error_rate=20%, latency=500ms, crash, never_healthy, verify=fail, prepare=fail or no_metrics";

    /// <summary>Reads one; nothing that is wrong with it is an exception.</summary>
    public static InjectionReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
            return new(null, $"An injection has at most {Longest} characters.", Longest + 1);
        try
        {
            return new(Read(new Words(text)), null, 0);
        }
        catch (WrongTextException wrong)
        {
            return new(null, wrong.Message, wrong.Column);
        }
    }

    private static Injection Read(Words words)
    {
        var component = words.Take(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (component.Length == 0)
            throw words.Wrong("A component's name was expected, as in \"core: error_rate=20% at step 2\".");
        if (!words.Skip(":"))
            throw words.Wrong($"A ':' was expected after '{component}'.");
        var faults = ImmutableArray.CreateBuilder<Fault>();
        do
            faults.Add(ReadFault(words));
        while (words.Skip(","));
        if (faults.GroupBy(fault => fault.Kind).Any(same => same.Count() > 1))
            throw words.Wrong("Each fault can be there once.");

        var injection = new Injection(component, faults.ToImmutable()) { Text = words.Text };
        if (words.SkipWord("at"))
            injection = words.SkipWord("step") ? injection with { Step = words.Number(1, 1000) }
                : words.SkipWord("the") && words.SkipWord("start") ? injection
                : throw words.Wrong("'step N' or 'the start' was expected after 'at'.");
        else if (words.SkipWord("after"))
            injection = injection with { After = words.Duration() };
        if (words.SkipWord("for"))
            injection = injection with { For = words.Duration() };
        return words.IsAtEnd ? injection : throw words.Wrong("'at step N', 'at the start', 'after DURATION', 'for DURATION' or the end was expected.");
    }

    private static Fault ReadFault(Words words)
    {
        words.SkipBlanks();
        var begins = words.Column;
        var key = words.Take(c => char.IsAsciiLetterLower(c) || c == '_');
        return key switch
        {
            "error_rate" => words.Value(key) is var start && words.Percent() is var percent ? new(FaultKind.ErrorRate, words.Since(start, key)) { Percent = percent } : throw words.Wrong(""),
            "latency" => words.Value(key) is var start && words.Duration() is var latency ? new(FaultKind.Latency, words.Since(start, key)) { Latency = latency } : throw words.Wrong(""),
            "crash" => new(FaultKind.Crash, key),
            "never_healthy" => new(FaultKind.NeverHealthy, key),
            "no_metrics" => new(FaultKind.NoMetrics, key),
            "verify" => Failing(words, key, FaultKind.Verify),
            "prepare" => Failing(words, key, FaultKind.Prepare),
            _ => throw new WrongTextException($"{(key.Length == 0 ? "A fault" : $"'{key}' is no fault: one of these")} was expected: {Faults}.", begins),
        };
    }

    private static Fault Failing(Words words, string key, FaultKind kind)
    {
        words.Value(key);
        return words.SkipWord("fail") ? new(kind, key + "=fail") : throw words.Wrong($"'fail' was expected: {key}=fail.");
    }

    private sealed class WrongTextException(string message, int column) : Exception(message)
    {
        public int Column { get; } = column;
    }

    /// <summary>The text and how far it was read.</summary>
    private sealed class Words(string text)
    {
        private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];
        private int _at;

        public string Text => text;

        public int Column => _at + 1;

        public bool IsAtEnd
        {
            get
            {
                SkipBlanks();
                return _at == text.Length;
            }
        }

        public WrongTextException Wrong(string message)
        {
            SkipBlanks();
            return new(message, Column);
        }

        public void SkipBlanks()
        {
            while (_at < text.Length && text[_at] == ' ')
                _at++;
        }

        public string Take(Func<char, bool> isPart)
        {
            SkipBlanks();
            var start = _at;
            while (_at < text.Length && isPart(text[_at]))
                _at++;
            return text[start.._at];
        }

        public bool Skip(string sign)
        {
            SkipBlanks();
            if (!text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal))
                return false;
            _at += sign.Length;
            return true;
        }

        public bool SkipWord(string word)
        {
            SkipBlanks();
            var end = _at + word.Length;
            return (end == text.Length || (end < text.Length && !char.IsAsciiLetterOrDigit(text[end]))) && Skip(word);
        }

        /// <summary>The '=' between a key and its value, and where the value begins.</summary>
        public int Value(string key)
        {
            if (!Skip("="))
                throw Wrong($"A '=' was expected after '{key}'.");
            SkipBlanks();
            return _at;
        }

        public string Since(int start, string key) => $"{key}={text[start.._at]}";

        public int Number(int least, int most)
        {
            SkipBlanks();
            var begins = Column;
            return int.TryParse(Take(char.IsAsciiDigit), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new WrongTextException(string.Create(CultureInfo.InvariantCulture, $"A number from {least} to {most} was expected."), begins);
        }

        public double Percent()
        {
            SkipBlanks();
            var begins = Column;
            return double.TryParse(Digits(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 && Skip("%")
                ? percent
                : throw new WrongTextException("A share from 0% to 100% was expected.", begins);
        }

        public TimeSpan Duration()
        {
            SkipBlanks();
            var begins = Column;
            var wrong = new WrongTextException("A duration was expected: 500ms, 30s, 5m, 2h or 7d.", begins);
            if (!double.TryParse(Digits(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0)
                throw wrong;
            var unit = text[_at..].TakeWhile(char.IsAsciiLetter).Aggregate("", (word, letter) => word + letter);
            var seconds = number * Units.FirstOrDefault(u => u.Unit == unit).Seconds;
            if (seconds is <= 0 or > 86_400 * 365.0)
                throw wrong;
            _at += unit.Length;
            return TimeSpan.FromSeconds(seconds);
        }

        private string Digits() => Take(c => char.IsAsciiDigit(c) || c == '.');
    }
}
