using System.Collections.Concurrent;
using Lumina.Traffic.Balancing;

namespace Lumina.Traffic.Tests;

public sealed class BalancerTests
{
    private readonly Balancer _balancer = new();

    [Fact]
    public void Weights_are_kept_exactly_in_every_hundred_requests_and_spread_evenly()
    {
        Add(1, 1);
        Add(2, 1);
        _balancer.Share(new TrafficShares(false, [new RevisionShare(1, 95), new RevisionShare(2, 5)]));
        for (var hundred = 0; hundred < 3; hundred++)
        {
            var chosen = Enumerable.Range(0, 100).Select(_ => ChooseAndRelease().Revision).ToList();
            Assert.Equal(5, chosen.Count(revision => revision == 2));
            // One in twenty, not five in a row.
            Assert.All(Enumerable.Range(0, 5), part => Assert.Equal(1, chosen.Skip(part * 20).Take(20).Count(revision => revision == 2)));
        }
    }

    [Fact]
    public void A_revision_without_weight_gets_nothing_even_when_it_is_the_only_one()
    {
        Add(1, 1);
        _balancer.Share(new TrafficShares(false, [new RevisionShare(1, 0), new RevisionShare(2, 100)]));
        Assert.Null(_balancer.TryAcquire([], out _));
    }

    [Fact]
    public void The_share_of_a_revision_without_instances_goes_to_the_others()
    {
        Add(1, 1);
        _balancer.Share(new TrafficShares(false, [new RevisionShare(1, 10), new RevisionShare(2, 90)]));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(1, ChooseAndRelease().Revision));
    }

    [Fact]
    public void By_instance_everyone_listed_gets_the_same_and_who_is_not_listed_nothing()
    {
        Add(1, 3);
        Add(2, 1);
        Add(3, 1);
        _balancer.Share(new TrafficShares(true, [new RevisionShare(1, 0), new RevisionShare(2, 0)]));
        var counts = Enumerable.Range(0, 400).Select(_ => ChooseAndRelease().Instance).CountBy(instance => instance).ToDictionary();
        Assert.Equal(4, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(100, count));
        Assert.DoesNotContain("3-0", counts.Keys);
    }

    [Fact]
    public void Who_is_busy_gets_less()
    {
        Add(1, 2);
        var first = _balancer.TryAcquire([], out _)!;
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotEqual(first.Backend.Instance, ChooseAndRelease().Instance));
    }

    [Fact]
    public void What_was_tried_is_not_chosen_again()
    {
        Add(1, 2);
        var first = _balancer.TryAcquire([], out _)!;
        var second = _balancer.TryAcquire([first], out _)!;
        Assert.NotSame(first, second);
        Assert.Null(_balancer.TryAcquire([first, second], out _));
    }

    [Fact]
    public async Task A_drain_ends_with_the_last_request_and_nothing_is_chosen_after_it_began()
    {
        Add(1, 1);
        var one = _balancer.TryAcquire([], out _)!;
        var other = _balancer.TryAcquire([], out _)!;
        var drained = _balancer.DrainAsync("1-0");
        Assert.Null(_balancer.TryAcquire([], out _));
        _balancer.Release(one);
        Assert.False(drained.IsCompleted);
        _balancer.Release(other);
        await drained;
        Assert.True(_balancer.DrainAsync("1-0").IsCompleted);
        Assert.True(_balancer.DrainAsync("nobody").IsCompleted);
    }

    [Fact]
    public async Task Under_contention_no_request_is_in_flight_when_a_drain_has_ended()
    {
        const int rounds = 200;
        Add(1, 2);
        var inFlight = new ConcurrentDictionary<string, int>();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (_balancer.TryAcquire([], out var _) is not { } chosen)
                    continue;
                inFlight.AddOrUpdate(chosen.Backend.Instance, 1, (_, count) => count + 1);
                Thread.SpinWait(50);
                inFlight.AddOrUpdate(chosen.Backend.Instance, 0, (_, count) => count - 1);
                _balancer.Release(chosen);
            }
        })).ToList();
        for (var round = 0; round < rounds; round++)
        {
            var old = $"r{round}-0";
            _balancer.Add(new Backend(old, 1, 1));
            await Task.Yield();
            await _balancer.DrainAsync(old);
            Assert.Equal(0, inFlight.GetValueOrDefault(old));
            _balancer.Remove(old);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(0, inFlight.Values.Sum());
    }

    [Fact]
    public void A_request_that_waits_is_told_when_somebody_comes()
    {
        Assert.Null(_balancer.TryAcquire([], out var changed));
        Assert.False(changed.IsCompleted);
        Add(1, 1);
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public void An_instance_that_comes_back_on_another_port_is_another_destination()
    {
        _balancer.Add(new Backend("a", 1, 1001));
        var first = _balancer.TryAcquire([], out _)!;
        _balancer.Add(new Backend("a", 1, 1001));
        Assert.Null(_balancer.TryAcquire([first], out _));
        _balancer.Add(new Backend("a", 1, 1002));
        Assert.Equal(1002, _balancer.TryAcquire([first], out _)!.Backend.Port);
    }

    private void Add(int revision, int instances)
    {
        for (var i = 0; i < instances; i++)
            _balancer.Add(new Backend($"{revision}-{i}", revision, 1000 + i));
    }

    private Backend ChooseAndRelease()
    {
        var chosen = _balancer.TryAcquire([], out _)!;
        _balancer.Release(chosen);
        return chosen.Backend;
    }
}
