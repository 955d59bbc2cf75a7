using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>The plan's own declaration.</summary>
internal sealed record PlanSymbol(string Name, SyntaxToken NameToken, Settings Settings);

/// <param name="Name">Its name.</param>
/// <param name="Syntax">Where it is declared.</param>
/// <param name="Key">Its name in the whole compilation: other files may have lets of the same name.</param>
internal sealed record LetSymbol(string Name, LetSyntax Syntax, string Key)
{
    public bool IsUsed { get; set; }
}

/// <param name="Name">Its name.</param>
/// <param name="Syntax">Where it is declared.</param>
/// <param name="Type">Its type; unknown when the plan names one that doesn't exist.</param>
/// <param name="Settings">Its block.</param>
internal sealed record ParamSymbol(string Name, ParamSyntax Syntax, ValueKind Type, Settings Settings)
{
    /// <summary>The value given from outside; null when none is.</summary>
    public Value? Given { get; init; }

    /// <summary>Where that value comes from; null when none is given.</summary>
    public string? Origin { get; init; }

    public bool IsUsed { get; set; }
}

internal sealed record EnvironmentSymbol(string Name, SyntaxToken NameToken, Settings Settings)
{
    /// <summary>The environment before it, with the place where that is said; null when there is none.</summary>
    public (string Name, SyntaxToken Token)? After { get; init; }

    public bool IsUsed { get; set; }
}

/// <summary>What a variable of a <c>for</c> is in one of its rounds.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value.</param>
/// <param name="Outer">The variables around it.</param>
internal sealed record LoopBinding(string Name, Value Value, LoopBinding? Outer)
{
    /// <summary>The list that the value is one of.</summary>
    public required ExpressionSyntax List { get; init; }

    /// <summary>Where the <c>for</c> stands. In a template that is used there and stands elsewhere the lets of its own file go first.</summary>
    public required TextSpan Within { get; init; }

    public bool IsSeenFrom(int position) => position >= Within.Start && position < Within.End;

    /// <summary>The value of a variable; null when there is none of that name.</summary>
    /// <param name="innermost">The variables that there are.</param>
    /// <param name="name">The name.</param>
    /// <param name="position">Where it is spoken of, for the variables around that place only; null for all of them.</param>
    public static Value? Find(LoopBinding? innermost, ReadOnlySpan<char> name, int? position = null)
    {
        for (var at = innermost; at is not null; at = at.Outer)
        {
            if ((position is not { } place || at.IsSeenFrom(place)) && name.SequenceEqual(at.Name))
                return at.Value;
        }
        return null;
    }
}

/// <summary>Everything that a compilation's files declare.</summary>
internal sealed class PlanSymbols
{
    public PlanSymbol? Plan { get; set; }

    public Dictionary<string, ParamSymbol> Params { get; } = new(StringComparer.Ordinal);

    /// <summary>What belongs to each file alone, in the order of the files: the plan's own first.</summary>
    public List<FileScope> Files { get; } = [];

    /// <summary>The lets of all files.</summary>
    public IEnumerable<LetSymbol> Lets => Files.SelectMany(file => file.Lets.Values);

    /// <summary>The plan's own environments in the order of the text, then those of the imported files.</summary>
    public List<EnvironmentSymbol> Environments { get; } = [];

    public Dictionary<string, EnvironmentSymbol> EnvironmentsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the text, file after file.</summary>
    public List<ComponentSymbol> Components { get; } = [];

    public Dictionary<string, ComponentSymbol> ComponentsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the text, file after file.</summary>
    public List<InfrastructureSymbol> Infrastructures { get; } = [];

    public Dictionary<string, InfrastructureSymbol> InfrastructuresByName { get; } = new(StringComparer.Ordinal);

    /// <summary>By name, in the order of the text, file after file.</summary>
    public OrderedDictionary<string, PipelineSymbol> Pipelines { get; } = new(StringComparer.Ordinal);

    /// <summary>How many pairs of a component, or an infrastructure, and an environment there are.</summary>
    public long Instances => (long)(Components.Count + Infrastructures.Count) * Math.Max(1, Environments.Count);

    /// <summary>Whether repetition would have made more components than a plan may have.</summary>
    public bool HasTooManyComponents { get; set; }

    /// <summary>Whether a <c>for</c> could not be worked out, so that components that seem to be missing may be in it.</summary>
    public bool HasUnknownComponents { get; set; }

    /// <summary>Names in declarations that could not be read: nobody is told that they don't exist.</summary>
    public HashSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that components are configured from.</summary>
    public ConfigurationFiles Configuration { get; } = new();

    /// <summary>Names that are used and not declared.</summary>
    public UnknownNames Missing { get; } = new();

    /// <summary>The declarations of a kind that nothing uses.</summary>
    public IEnumerable<(string Name, SyntaxToken Token)> UnusedOf(string kind) => kind switch
    {
        Words.Param => Params.Values.Where(p => !p.IsUsed).Select(p => (p.Name, p.Syntax.Name)),
        Words.Let => Lets.Where(l => !l.IsUsed).Select(l => (l.Name, l.Syntax.Name)),
        Words.Environment => Environments.Where(e => !e.IsUsed).Select(e => (e.Name, e.NameToken)),
        Words.Component => Components.Where(c => !c.IsUsed && c.Bindings is null).Select(c => (c.Name, c.NameToken)),
        Words.Infrastructure => Infrastructures.Where(i => !i.IsUsed).Select(i => (i.Name, i.NameToken)),
        Words.Template => Files.SelectMany(f => f.Templates.Values).Where(t => !t.IsUsed).Select(t => (t.Name, t.Syntax.Name)),
        _ => [],
    };

    /// <summary>The environment of a plan that declares none.</summary>
    public static readonly EnvironmentSpec Implied = new() { Name = "development", Target = new TargetSpec { Kind = "process" } };

    /// <summary>What a name that stands at a position can mean, of what belongs to its file alone.</summary>
    public FileScope ScopeAt(int position)
    {
        if (Files.Count == 1 || position <= Files[0].File.End)
            return Files[0];
        var (low, high) = (1, Files.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Files[middle].File.Start <= position)
                low = middle;
            else
                high = middle - 1;
        }
        return Files[low];
    }
}
