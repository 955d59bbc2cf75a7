using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Lumina.Traffic.Tests;

/// <summary>What comes in at some time, to be waited for.</summary>
internal sealed class Collected<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
    private readonly ConcurrentBag<T> _all = [];

    public int Count => _all.Count;

    public void Add(T item)
    {
        _all.Add(item);
        _items.Writer.TryWrite(item);
    }

    public async Task<List<T>> TakeAsync(int count)
    {
        var taken = new List<T>();
        while (taken.Count < count)
            taken.Add(await _items.Reader.ReadAsync());
        return taken;
    }
}
