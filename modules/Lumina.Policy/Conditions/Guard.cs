using System.Collections;

namespace Lumina.Policy.Conditions;

/// <summary>What compiled conditions report to while they run, so that none runs for ever or makes something huge. Every loop of a condition is a lambda that
/// something calls again and again; the compiler writes a <see cref="Tick{T}(T)"/> around what each of them gives back. For one thread.</summary>
public sealed class Guard
{
    /// <summary>How many steps one evaluation may take: calls of lambdas, and elements of the lists that they give back.</summary>
    public const int MostSteps = 5_000_000;

    /// <summary>The longest text that a lambda may give back, in UTF-16 code units.</summary>
    public const int LongestText = 10_000;

    private const int StepsBetweenLooks = 4096;

    private readonly TimeProvider _time;
    private long _ends = long.MaxValue;
    private long _steps;
    private long _nextLook;

    internal Guard(TimeProvider time) => _time = time;

    /// <summary>For what others read while a condition runs: the values of its parts. Null when nobody does.</summary>
    internal Dictionary<int, object?>? Notes { get; init; }

    /// <summary>The moment at which all that this guards ends, as a timestamp.</summary>
    internal void EndAt(long timestamp) => _ends = timestamp;

    /// <summary>A new evaluation begins.</summary>
    internal void Begin()
    {
        (_steps, _nextLook) = (0, StepsBetweenLooks);
        Look();
    }

    /// <summary>Counts, and gives the value back.</summary>
    /// <exception cref="RunawayException">It is enough.</exception>
    public T Tick<T>(T value)
    {
        if (value is string text)
            Step(text.Length <= LongestText ? 1 + text.Length : throw new RunawayException($"it makes a text of more than {LongestText:N0} characters"));
        else
            Step(value is ICollection { Count: var count } ? 1 + count : 1);
        return value;
    }

    /// <inheritdoc cref="Tick{T}(T)" />
    /// <remarks>Nobody knows how long such a list is before it has been gone through: its elements are counted on the way.</remarks>
    public IEnumerable<T> Tick<T>(IEnumerable<T> value)
    {
        Step(1);
        return Counted(value);
    }

    /// <inheritdoc cref="Tick{T}(IEnumerable{T})" />
    public IGrouping<TKey, T> Tick<TKey, T>(IGrouping<TKey, T> value)
    {
        Step(1);
        return new CountedGroup<TKey, T>(value, Counted(value));
    }

    /// <summary>Keeps the value of a part, and gives it back.</summary>
    public T Note<T>(int part, T value)
    {
        Notes?.TryAdd(part, value);
        return value;
    }

    private IEnumerable<T> Counted<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            Step(1);
            yield return item;
        }
    }

    private void Step(int count)
    {
        _steps += count;
        if (_steps < _nextLook)
            return;
        if (_steps > MostSteps)
            throw new RunawayException($"it takes more than {MostSteps:N0} steps");
        _nextLook = _steps + StepsBetweenLooks;
        Look();
    }

    private void Look()
    {
        if (_ends != long.MaxValue && _time.GetTimestamp() > _ends)
            throw new RunawayException("it takes too long");
    }

    private sealed class CountedGroup<TKey, T>(IGrouping<TKey, T> group, IEnumerable<T> items) : IGrouping<TKey, T>
    {
        public TKey Key => group.Key;

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>A condition was stopped.</summary>
public sealed class RunawayException : Exception
{
    public RunawayException()
    {
    }

    public RunawayException(string message)
        : base(message)
    {
    }

    public RunawayException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
