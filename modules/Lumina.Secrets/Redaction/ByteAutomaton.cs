namespace Lumina.Secrets.Redaction;

/// <summary>
/// Finds any of many byte strings in one pass (Aho and Corasick, 1975). A state is the longest end of what was read that some pattern begins with.
/// Edges are kept in one hash table, since few states have more than one; the first state has a table of its own.
/// </summary>
internal sealed class ByteAutomaton
{
    private const int None = -1;

    private readonly int[] _first = new int[256];
    private readonly List<int> _depth = [0];
    private readonly List<int> _longest = [0];
    private readonly int[] _fallback;
    private readonly long[] _keys;
    private readonly int[] _targets;
    private readonly int _mask;

    public ByteAutomaton(IEnumerable<byte[]> patterns)
    {
        var edges = new Dictionary<(int State, byte Value), int>();
        foreach (var pattern in patterns)
        {
            var state = 0;
            foreach (var value in pattern)
            {
                if (!edges.TryGetValue((state, value), out var next))
                {
                    edges[(state, value)] = next = _depth.Count;
                    _depth.Add(_depth[state] + 1);
                    _longest.Add(0);
                }

                state = next;
            }

            _longest[state] = pattern.Length;
        }

        var size = 16;
        while (size < edges.Count * 2)
            size *= 2;
        _mask = size - 1;
        _keys = new long[size];
        _targets = new int[size];
        Array.Fill(_keys, None);
        foreach (var ((state, value), target) in edges)
            Insert(state, value, target);
        _fallback = new int[_depth.Count];
        // Breadth first, so that a state's fallback, which is shorter, is known before it.
        foreach (var ((state, value), target) in edges.OrderBy(edge => _depth[edge.Key.State]))
        {
            if (state == 0)
            {
                _first[value] = target;
                continue;
            }

            _fallback[target] = Next(_fallback[state], value);
            _longest[target] = Math.Max(_longest[target], _longest[_fallback[target]]);
        }
    }

    public bool IsEmpty => _depth.Count == 1;

    public int Next(int state, byte value)
    {
        while (state != 0)
        {
            if (Find(state, value) is var next && next != None)
                return next;
            state = _fallback[state];
        }

        return _first[value];
    }

    /// <summary>How many of the last bytes may be the beginning of a pattern.</summary>
    public int DepthOf(int state) => _depth[state];

    /// <summary>The length of the longest pattern that ends here; 0 for none.</summary>
    public int LongestAt(int state) => _longest[state];

    private void Insert(int state, byte value, int target)
    {
        var key = KeyOf(state, value);
        var slot = SlotOf(key);
        while (_keys[slot] != None)
            slot = (slot + 1) & _mask;
        _keys[slot] = key;
        _targets[slot] = target;
    }

    private int Find(int state, byte value)
    {
        var key = KeyOf(state, value);
        for (var slot = SlotOf(key); _keys[slot] != None; slot = (slot + 1) & _mask)
        {
            if (_keys[slot] == key)
                return _targets[slot];
        }

        return None;
    }

    private static long KeyOf(int state, byte value) => ((long)state << 8) | value;

    private int SlotOf(long key) => (int)((ulong)key * 0x9E3779B97F4A7C15ul >> 40) & _mask;
}
