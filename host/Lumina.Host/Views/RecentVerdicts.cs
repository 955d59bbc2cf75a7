using Lumina.Policy;

namespace Lumina.Host.Views;

/// <summary>What policy said to plans that were looked at. Looking leaves nothing behind in the store, so it is remembered here for as long as there is room.</summary>
internal sealed class RecentVerdicts
{
    private const int Most = 64;
    private const long MostBytes = 64L << 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<PolicyVerdict> _verdicts = new();
    private long _bytes;

    public void Remember(PolicyVerdict verdict)
    {
        if (verdict.Decisions.IsEmpty)
            return;
        lock (_lock)
        {
            _verdicts.AddFirst(verdict);
            _bytes += SizeOf(verdict);
            while (_verdicts.Count > 1 && (_verdicts.Count > Most || _bytes > MostBytes))
            {
                _bytes -= SizeOf(_verdicts.Last!.Value); // It has more than one.
                _verdicts.RemoveLast();
            }
        }
    }

    /// <summary>The newest verdict with a decision of that id, and the decision; null when there is none.</summary>
    public (Decision Decision, PolicyVerdict Verdict)? Find(string id)
    {
        lock (_lock)
        {
            foreach (var verdict in _verdicts)
            {
                if (verdict.Decisions.FirstOrDefault(decision => decision.Id == id) is { } found)
                    return (found, verdict);
            }
        }
        return null;
    }

    /// <summary>About: a decision is its message and some forty words beside.</summary>
    private static long SizeOf(PolicyVerdict verdict) => verdict.Input.Length + verdict.Decisions.Sum(decision => 500L + (2 * decision.Message.Length));
}
