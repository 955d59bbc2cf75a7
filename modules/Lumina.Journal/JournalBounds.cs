using System.Text;

namespace Lumina.Journal;

/// <summary>How large things in the journal may be. What is larger is a mistake of the caller, not a state of the store.</summary>
public static class JournalBounds
{
    /// <summary>Longest name of a stream, in characters.</summary>
    public const int StreamLength = 400;

    /// <summary>Longest type of an event, and longest id of a deployment, in characters.</summary>
    public const int NameLength = 200;

    /// <summary>Largest data of one event, in bytes.</summary>
    public const int DataSize = 1024 * 1024;

    /// <summary>Largest state of a stream, in bytes.</summary>
    public const int StateSize = 4 * 1024 * 1024;

    /// <summary>Most events of one append.</summary>
    public const int Events = 1_000;

    /// <summary>Most events that one query returns.</summary>
    public const int QueryLimit = 100_000;

    /// <summary>Largest document, in bytes.</summary>
    public const int DocumentSize = 256 * 1024 * 1024;

    internal static void Check(Append append)
    {
        CheckName(append.Stream, StreamLength, "The name of a stream");
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedSequence);
        if (append.Events.Count is < 1 or > Events)
            throw new ArgumentException($"An append has 1 to {Events} events, not {append.Events.Count}.", nameof(append));
        if (append.State.Length > StateSize)
            throw new ArgumentException($"The state of {append.Stream} has {append.State.Length} bytes; {StateSize} are allowed.", nameof(append));
        foreach (var added in append.Events)
        {
            CheckName(added.Type, NameLength, "The type of an event");
            if (added.Deployment is { } deployment)
                CheckName(deployment, NameLength, "The id of a deployment");
            if (added.Data.Length > DataSize)
                throw new ArgumentException($"The data of {added.Type} has {added.Data.Length} bytes; {DataSize} are allowed.", nameof(append));
        }
    }

    internal static void Check(JournalQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.After);
        ArgumentOutOfRangeException.ThrowIfNegative(query.AfterSequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, QueryLimit);
        if (query.Stream is { } stream)
            CheckName(stream, StreamLength, "The name of a stream");
        if (query.Deployment is { } deployment)
            CheckName(deployment, NameLength, "The id of a deployment");
    }

    internal static void CheckName(string name, int length, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Length > length)
            throw new ArgumentException($"{what} has 1 to {length} characters, not {name.Length}.");
        CheckText(name, what);
    }

    /// <summary>Half of a surrogate pair has no UTF-8, and PostgreSQL keeps no NUL.</summary>
    internal static void CheckText(string text, string what)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || rune.Value == 0)
                throw new ArgumentException($"{what} holds NUL or half of a surrogate pair.");
            rest = rest[used..];
        }
    }
}
