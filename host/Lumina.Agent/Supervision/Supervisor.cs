using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Supervision;

/// <summary>All components of this machine's agent.</summary>
internal sealed partial class Supervisor(AgentContext agent) : IDisposable
{
    private readonly ConcurrentDictionary<ComponentKey, Lazy<Component>> _components = new();
    private readonly ConcurrentDictionary<ComponentKey, string> _damaged = new();
    private readonly Lock _closing = new();
    private int _commands;
    private bool _isClosed;

    /// <summary>Takes up what an earlier agent has left.</summary>
    public void TakeUp()
    {
        var all = MarkedProcess.FindAll(agent.Folder.Id);
        // A check that was going on has nobody left to answer to.
        foreach (var probe in all.Where(process => process.IsProbe))
            probe.Kill();
        var found = all.Where(process => !process.IsProbe && process.LogOf is null).ToLookup(process => process.Component);
        var writers = all.Where(process => process.LogOf is not null).DistinctBy(process => process.LogOf)
            .ToDictionary(process => process.LogOf ?? "", StringComparer.Ordinal);
        MemoryFolder.ClearOrphans();
        var keys = ComponentStore.FindAll(agent.Folder).Concat(found.Select(processes => processes.Key)).Distinct();
        foreach (var key in keys)
        {
            try
            {
                if (IsPlain(key))
                    Open(key).Adopt([.. found[key]], writers);
            }
            catch (InvalidDataException e)
            {
                _damaged[key] = e.Message;
                agent.Logger.StateDamaged(e.Message);
            }
        }
    }

    /// <summary>Carries a command out, or says why not.</summary>
    public CommandAnswer Run(ComponentKey key, Func<Component, CommandAnswer> command)
    {
        if (_damaged.TryGetValue(key, out var problem))
            return new CommandAnswer(TargetOutcome.Failed, problem);
        if (!IsPlain(key))
            return new CommandAnswer(TargetOutcome.Failed, $"{key} is not made of plain names (letters, digits, '.', '_' and '-')");
        lock (_closing)
        {
            if (_isClosed)
                return new CommandAnswer(TargetOutcome.Unavailable, "the agent is ending");
            _commands++;
        }

        try
        {
            return command(FindOrMake(key));
        }
        finally
        {
            lock (_closing)
                _commands--;
        }
    }

    /// <summary>Why nothing can be said about a component; null when something can.</summary>
    public string? ProblemOf(ComponentKey key) => _damaged.GetValueOrDefault(key);

    public Component? Find(ComponentKey key) =>
        _components.TryGetValue(key, out var component) && component.IsValueCreated ? component.Value : null;

    public IEnumerable<Component> All => _components.Values.Where(component => component.IsValueCreated).Select(component => component.Value);

    public ImmutableArray<Observation> Observe(Func<ComponentKey, bool> wanted) =>
    [
        .. All.Where(component => wanted(component.Key)).Select(component => component.Observe()).OfType<Observation>()
            .OrderBy(observation => observation.Component.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>What a component was asked; nothing, of one that there is not.</summary>
    public TrafficMetrics Measure(ComponentKey key) => Find(key)?.Measure() ?? new TrafficMetrics(agent.Gateway.Epoch, agent.Now, []);

    /// <summary>Accepts no more commands, unless there is something to supervise. Null when it has closed; else why not.</summary>
    public string? CloseIfEmpty()
    {
        lock (_closing)
        {
            // What it will start is not there to be seen yet.
            if (_commands > 0)
                return "it is carrying out a command";
            var busy = All.FirstOrDefault(component => !component.IsEmpty);
            if (busy is not null)
                return $"it has components, {busy.Key} for one";
            _isClosed = true;
            return null;
        }
    }

    /// <summary>Lets go of everything and stops nothing.</summary>
    public void Dispose()
    {
        lock (_closing)
            _isClosed = true;
        foreach (var component in All)
            component.Dispose();
    }

    private Component Open(ComponentKey key)
    {
        var component = Make(key);
        _components[key] = new Lazy<Component>(component);
        return component;
    }

    private Component FindOrMake(ComponentKey key)
    {
        var component = _components.GetOrAdd(key, _ => new Lazy<Component>(() => Make(key)));
        try
        {
            return component.Value;
        }
        catch
        {
            // It would keep its failure for ever; the next command may find the machine better.
            _components.TryRemove(KeyValuePair.Create(key, component));
            throw;
        }
    }

    private Component Make(ComponentKey key)
    {
        var store = new ComponentStore(agent.Folder, key);
        return new Component(agent, key, store, store.Read());
    }

    // The parts become folders' names.
    private static bool IsPlain(ComponentKey key) =>
        PlainName().IsMatch(key.Environment) && PlainName().IsMatch(key.Plan) && PlainName().IsMatch(key.Component);

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
