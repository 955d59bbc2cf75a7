using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Targets.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Targets.Tests.Drivers;

/// <summary>The target that runs nothing, under a clock of its own.</summary>
public sealed class SimulatedDriver : TargetDriver, IAsked, IDiffering
{
    private const int RequestsPerSecond = 100;

    private readonly FakeTimeProvider _clock = new();

    private readonly SimulatedTarget _target;

    public SimulatedDriver() => _target = new SimulatedTarget(_clock);

    public override ITarget Target => _target;

    public override RevisionSpec Sound(ComponentKey component, int number) => Revision(component, number, ("start", "20ms"), ("stop", "20ms"));

    public override RevisionSpec Doomed(ComponentKey component, int number) => Revision(component, number, ("start", "20ms"), ("stop", "20ms"), ("fail", "100%"));

    public override RevisionSpec Impossible(ComponentKey component, int number) => Revision(component, number, ("start", "soon"));

    public RevisionSpec Serving(ComponentKey component, int number) => Revision(component, number, ("requests", $"{RequestsPerSecond}"));

    public override Task PassAsync()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        return Task.CompletedTask;
    }

    public Task AskAsync(ComponentKey component, int requests)
    {
        _clock.Advance(TimeSpan.FromSeconds((double)requests / RequestsPerSecond));
        return Task.CompletedTask;
    }

    public Task<string> DifferAsync(ComponentKey component, ObservedRevision revision)
    {
        _target.InjectDifference(component, revision.Number, "DB_KEY", "canary-another");
        return Task.FromResult("DB_KEY");
    }

    private static RevisionSpec Revision(ComponentKey component, int number, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var given = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in options)
            given[name] = value;
        return new RevisionSpec(
            number, new ComponentSpec { Name = component.Component, Target = new TargetSpec { Kind = "simulated", Options = given.ToImmutable() } }, "/");
    }
}
