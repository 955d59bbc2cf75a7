using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Rehearsal.Scenery;

/// <summary>Which injections are at work. They touch the new revision of a component, once its rollout has begun.</summary>
internal sealed class Faults(ImmutableArray<Injection> injections, TimeProvider time)
{
    private readonly Injected[] _all = [.. injections.Select(injection => new Injected(injection))];
    private readonly Dictionary<string, int> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);
    private DateTimeOffset _start;

    /// <summary>Told when an injection begins to work, and when it has ended.</summary>
    public Action<Injection, bool> Changed { get; set; } = (_, _) => { };

    /// <summary>Injections that have not done anything.</summary>
    public IEnumerable<Injection> Unused => _all.Where(i => i.Since is null).Select(i => i.Injection);

    /// <summary>The deployment begins.</summary>
    public void Start() => _start = time.GetUtcNow();

    /// <summary>A component's rollout has come so far.</summary>
    public void Reached(string component, int revision, int step)
    {
        _revisions[component] = revision;
        _steps[component] = Math.Max(step, _steps.GetValueOrDefault(component));
        Pass();
    }

    /// <summary>Begins and ends what is due by now.</summary>
    public void Pass()
    {
        var now = time.GetUtcNow();
        foreach (var injected in _all)
        {
            var injection = injected.Injection;
            if (injected.Since is null && _steps.TryGetValue(injection.Component, out var step) && step >= (injection.Step ?? 0) && now >= _start + (injection.After ?? TimeSpan.Zero))
            {
                injected.Since = now;
                Changed(injection, true);
            }
            if (injected is { Since: { } since, IsOver: false } && injection.For is { } lasts && now >= since + lasts)
            {
                injected.IsOver = true;
                Changed(injection, false);
            }
        }
    }

    /// <summary>When the next injection begins or ends by the time alone; null when none does.</summary>
    public DateTimeOffset? Next => _all.Select(DueOf).Where(due => due is not null).Min();

    /// <summary>Whether more is to come for a component by the time alone.</summary>
    public DateTimeOffset? NextOf(string component) => _all.Where(i => i.Injection.Component == component).Select(DueOf).Where(due => due is not null).Min();

    /// <summary>A fault at work on a revision and since when; null for none.</summary>
    public (Fault Fault, DateTimeOffset Since)? Find(FaultKind kind, ComponentKey component, int? revision = null)
    {
        if (!_revisions.TryGetValue(component.Component, out var touched) || (revision ?? touched) != touched)
            return null;
        foreach (var injected in _all)
        {
            if (injected is { Since: { } since, IsOver: false } && injected.Injection.Component == component.Component
                && injected.Injection.Faults.FirstOrDefault(fault => fault.Kind == kind) is { } fault)
                return (fault, since);
        }
        return null;
    }

    /// <summary>Since when something is wrong with a component, or was last; null when never.</summary>
    public DateTimeOffset? SinceOf(string component) => _all.Where(i => i.Injection.Component == component).Max(i => i.Since);

    /// <summary>The revision that is touched.</summary>
    public int? RevisionOf(string component) => _revisions.TryGetValue(component, out var revision) ? revision : null;

    private DateTimeOffset? DueOf(Injected injected) =>
        injected.IsOver ? null
        : injected.Since is { } since ? since + injected.Injection.For
        : injected.Injection.After is { } after && _steps.ContainsKey(injected.Injection.Component) ? _start + after
        : null;

    private sealed class Injected(Injection injection)
    {
        public Injection Injection => injection;

        public DateTimeOffset? Since { get; set; }

        public bool IsOver { get; set; }
    }
}
