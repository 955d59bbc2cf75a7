using Lumina.Language.Binding;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>What names mean in one environment: each value is worked out once, when it is first asked for.</summary>
internal sealed class EnvironmentScope(string name, PlanSymbols symbols, Settings[] components)
{
    private readonly Dictionary<(char Kind, string Name), Slot> _slots = [];

    /// <summary>What names mean where no environment and no component is known yet.</summary>
    public static EnvironmentScope OfNone(PlanSymbols symbols) => new("", symbols, []) { IsOfNone = true };

    /// <summary>The environment; empty for what stands beside all of them.</summary>
    public string Name => name;

    /// <summary>Whether no environment is known yet, nor what components say.</summary>
    public bool IsOfNone { get; private init; }

    public PlanSymbols Symbols => symbols;

    /// <summary>What a component says in this environment.</summary>
    public Settings SettingsOf(ComponentSymbol component) => components[component.Index];

    public Slot SlotOf(char kind, string of)
    {
        if (!_slots.TryGetValue((kind, of), out var slot))
            _slots[(kind, of)] = slot = new Slot();
        return slot;
    }

    /// <summary>The place of a value.</summary>
    public sealed class Slot
    {
        /// <summary>Null before it is known.</summary>
        public Value? Value { get; set; }

        public bool IsBeingWorkedOut { get; set; }
    }
}
