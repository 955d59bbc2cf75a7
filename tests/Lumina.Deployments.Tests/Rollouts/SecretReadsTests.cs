using System.Collections.Immutable;
using System.Threading.Channels;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>How often, and how many at a time, stores are asked.</summary>
public sealed class SecretReadsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StageSecrets _store = new();

    [Fact]
    public async Task Each_entry_is_read_once_for_a_deployment_whoever_asks_and_however_many_of_its_keys()
    {
        using var source = new RevisionContentsSource([_store], _time);

        for (var n = 0; n < 50; n++)
            await source.ResolveAsync(Key(n), "dep-1", Revision(("A", "one", "key"), ("B", "two", "key"), ("C", "one", "key")), default);

        Assert.Equal(["one@", "two@"], _store.Read);
        await source.ResolveAsync(Key(1), "dep-2", Revision(("A", "one", "key")), default);
        Assert.Equal(3, _store.Read.Count);
    }

    [Fact]
    public async Task What_is_forgotten_is_read_again_and_what_nobody_used_for_ten_minutes_is_forgotten()
    {
        using var source = new RevisionContentsSource([_store], _time);
        await source.ResolveAsync(Key(1), "dep-1", Revision(("A", "one", "key")), default);
        Assert.NotNull(source.Known(Key(1), "dep-1", 1));

        source.Forget("dep-1");
        Assert.Null(source.Known(Key(1), "dep-1", 1));
        await source.ResolveAsync(Key(1), "dep-1", Revision(("A", "one", "key")), default);
        _time.Advance(TimeSpan.FromMinutes(12));

        Assert.Null(source.Known(Key(1), "dep-1", 1));
        Assert.Equal(2, _store.Read.Count);
    }

    [Fact]
    public async Task What_is_lent_is_read_for_each_component_by_itself()
    {
        _store.LendsFor = TimeSpan.FromHours(1);
        using var source = new RevisionContentsSource([_store], _time);

        var leases = new List<string>();
        for (var n = 0; n < 3; n++)
            leases.AddRange((await source.ResolveAsync(Key(n), "dep-1", Revision(("A", "one", "key")), default)).Value!.Leases.Select(l => l.Id));
        await source.ResolveAsync(Key(0), "dep-1", Revision(("A", "one", "key")), default);

        Assert.Equal(["lease-1", "lease-2", "lease-3"], leases);
        Assert.Equal(3, _store.Read.Count);
    }

    [Fact]
    public async Task Never_are_more_than_sixteen_requests_under_way()
    {
        var slow = new SlowStore();
        using var source = new RevisionContentsSource([slow], _time);

        var all = Enumerable.Range(0, 40).Select(n => source.ResolveAsync(Key(n), "dep-1", Revision(("A", $"path-{n}", "key")), default)).ToArray();
        Assert.Equal(16, slow.Waiting.Count);
        for (var answered = 0; answered < 40; answered++)
            await slow.AnswerAsync();
        await Task.WhenAll(all);

        Assert.Equal((40, 16), (slow.Asked, slow.Most));
    }

    [Fact]
    public async Task A_store_that_is_away_is_left_alone_for_a_while()
    {
        _store.IsAway = true;
        using var source = new RevisionContentsSource([_store], _time);
        var first = await source.ResolveAsync(Key(1), "dep-1", Revision(("A", "one", "key")), default);
        _store.IsAway = false;

        var second = await source.ResolveAsync(Key(2), "dep-1", Revision(("A", "two", "key")), default);
        _time.Advance(TimeSpan.FromSeconds(1));
        var third = await source.ResolveAsync(Key(2), "dep-1", Revision(("A", "two", "key")), default);

        Assert.Equal([SecretOutcome.Unavailable, SecretOutcome.Unavailable, SecretOutcome.Done], new[] { first.Outcome, second.Outcome, third.Outcome });
    }

    [Fact]
    public async Task Without_a_store_for_it_it_says_so()
    {
        using var source = new RevisionContentsSource([], _time);

        var answer = await source.ResolveAsync(Key(1), "dep-1", Revision(("A", "one", "key")), default);

        Assert.Equal((SecretOutcome.Failed, "the secret A (vault one, key key) can't be had: this host has no store for it"), (answer.Outcome, answer.Reason));
    }

    [Fact]
    public async Task A_lease_is_made_longer_until_the_store_does_not_and_then_says_when_it_runs_out()
    {
        _store.LendsFor = TimeSpan.FromHours(1);
        var keeper = new LeaseKeeper([_store], _time);
        var lease = new Components.HeldLease("lease-1", 1, new VaultSecret { Path = "db", Key = "key" }, _time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromHours(1), true);

        _time.Advance(TimeSpan.FromMinutes(40));
        var renewed = Assert.IsType<Components.LeaseRenewed>(await keeper.TendAsync(Key(1), lease, true, default));
        _store.LendsFor = TimeSpan.FromMinutes(20);
        var ending = Assert.IsType<Components.LeaseRenewed>(await keeper.TendAsync(Key(1), lease, true, default));
        _store.IsAway = true;
        var later = await keeper.TendAsync(Key(1), lease, true, default);
        var given = await keeper.TendAsync(Key(1), lease, false, default);
        _time.Advance(TimeSpan.FromHours(1));
        var left = Assert.IsType<Components.LeaseRevoked>(await keeper.TendAsync(Key(1), lease, false, default));

        Assert.Equal((null, _time.Start + TimeSpan.FromMinutes(100)), (renewed.Problem, renewed.Expires));
        Assert.Equal("the store lends it for no longer", ending.Problem);
        Assert.Null(later);
        Assert.Null(given);
        Assert.Equal("it is sealed", left.Problem);
    }

    private static ComponentKey Key(int n) => new("test", "plan", $"web-{n}");

    private static RevisionSpec Revision(params (string Name, string Path, string Key)[] secrets) => new(1, Stage.Web("1", new RollingSpec()) with
    {
        Secrets = secrets.ToImmutableSortedDictionary(s => s.Name, s => (SecretReference)new VaultSecret { Path = s.Path, Key = s.Key }, StringComparer.Ordinal),
    }, "/");

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowStore : ISecretStore
    {
        private readonly Channel<TaskCompletionSource> _came = Channel.CreateUnbounded<TaskCompletionSource>();

        public Queue<TaskCompletionSource> Waiting { get; } = new();

        public int Asked { get; private set; }

        public int Most { get; private set; }

        public string Kind => "vault";

        public bool Serves(SecretReference reference) => true;

        public string EntryOf(SecretReference reference) => ((VaultSecret)reference).Path;

        public async Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (Waiting)
            {
                Waiting.Enqueue(answer);
                (Asked, Most) = (Asked + 1, Math.Max(Most, Waiting.Count));
            }
            _came.Writer.TryWrite(answer);
            await answer.Task;
            return SecretAnswer.Done(new SecretEntry(ImmutableSortedDictionary<string, SecretValue>.Empty.Add("key", SecretValue.Of("canary-slow")), new SecretVersion(1, default), null));
        }

        public async Task AnswerAsync()
        {
            var next = await _came.Reader.ReadAsync(TestContext.Current.CancellationToken);
            lock (Waiting)
                Waiting.Dequeue();
            next.SetResult();
        }

        public Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
