using System.Collections.Immutable;
using System.Text;

namespace Lumina.Secrets.Redaction;

/// <summary>
/// Knows the values that nobody may see, in the forms in which programs print them (see <see cref="Disguises"/>), and takes them out of texts.
/// What it was made of can't be had from it.
/// </summary>
public sealed class Redactor
{
    /// <summary>Shorter values are not looked for: their few characters are in every other text, and what is left would tell where they were.</summary>
    public const int ShortestValue = 6;

    private const int MostBytes = 256 * 1024;

    private readonly ByteAutomaton _automaton;

    private Redactor(ByteAutomaton automaton, ImmutableArray<string> tooShort)
    {
        _automaton = automaton;
        TooShort = tooShort;
    }

    /// <summary>Looks for nothing.</summary>
    public static Redactor None { get; } = new(new ByteAutomaton([]), []);

    /// <summary>The names of the values that are too short to be looked for.</summary>
    public ImmutableArray<string> TooShort { get; }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _automaton.IsEmpty;

    internal ByteAutomaton Automaton => _automaton;

    /// <param name="values">The values, each with the name under which a person knows it.</param>
    /// <exception cref="InvalidDataException">There is too much to look for.</exception>
    public static Redactor Of(IEnumerable<KeyValuePair<string, SecretValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var patterns = new HashSet<ByteString>();
        var tooShort = new SortedSet<string>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var (name, value) in values)
        {
            if (IsTooShort(value))
            {
                tooShort.Add(name);
                continue;
            }

            foreach (var pattern in Disguises.Of(value.Reveal().ToArray()).Where(patterns.Add))
            {
                if ((bytes += pattern.Bytes.Length) > MostBytes)
                    throw new InvalidDataException("the secrets are too long to be looked for in what is printed");
            }
        }

        return new Redactor(new ByteAutomaton(patterns.Select(pattern => pattern.Bytes)), [.. tooShort]);
    }

    /// <summary>Whether a value is too short to be looked for.</summary>
    public static bool IsTooShort(SecretValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return (value.RevealText()?.Length ?? value.Length) < ShortestValue;
    }

    /// <summary>A text without the values.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isCut">Whether it goes on where nobody sees it: then what may be the beginning of a value at its end goes, too.</param>
    public string Redact(string text, bool isCut = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsEmpty)
            return text;
        using var output = new MemoryStream();
        var writer = new RedactingWriter(this, output);
        writer.Add(Encoding.UTF8.GetBytes(text));
        writer.Finish(isCut);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    public override string ToString() => "***";
}
