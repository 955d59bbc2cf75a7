using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Checks;

/// <summary>Environments: that those which are spoken of exist, and that each can be reached.</summary>
internal sealed class EnvironmentChecks(PlanSymbols symbols, DiagnosticBag diagnostics)
{
    public void Check()
    {
        CheckReachability();
        foreach (var environment in symbols.Environments)
        {
            if (environment.After is { } after)
                CheckName(after.Name, after.Token);
            if (environment.Settings.Section("target") is null && !environment.Settings.HasUnknown)
                diagnostics.Add(ValueFindings.MissingProperty(diagnostics.Locate(environment.NameToken.Span), $"The environment '{environment.Name}' has no target: write target process."));
        }
        foreach (var over in symbols.Components.SelectMany(c => c.Layers).Distinct().Concat(symbols.Infrastructures.Select(i => i.Settings)).SelectMany(layer => layer.Overrides))
            CheckOverride(over);
    }

    private void CheckOverride(SectionSettings over)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in ComponentSymbol.Names(over))
        {
            var name = NameText.Of(token, diagnostics.Source);
            CheckName(name, token);
            if (!seen.Add(name))
                diagnostics.Add(GraphFindings.RepeatedName(diagnostics.Locate(token.Span), name));
        }
    }

    /// <summary>That there is such an environment.</summary>
    public void CheckName(string name, SyntaxToken token)
    {
        if (symbols.EnvironmentsByName.TryGetValue(name, out var environment))
        {
            environment.IsUsed = true;
            return;
        }
        if (symbols.Unreadable.Contains(name))
            return;
        if (symbols.Environments.Count == 0 && name == PlanSymbols.Implied.Name)
            return;
        symbols.Missing.Add(Words.Environment, name, GraphFindings.UnknownEnvironment(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, symbols.EnvironmentsByName.Keys)));
    }

    /// <summary>Each environment has at most one before it, so a walk backwards ends, or goes round in a circle.</summary>
    private void CheckReachability()
    {
        var inCircle = new HashSet<string>(StringComparer.Ordinal);
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in symbols.Environments)
        {
            var walk = new List<EnvironmentSymbol>();
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            var at = start;
            while (at is not null && !settled.Contains(at.Name) && places.TryAdd(at.Name, walk.Count))
            {
                walk.Add(at);
                at = at.After is { } after ? symbols.EnvironmentsByName.GetValueOrDefault(after.Name) : null;
            }
            if (at is not null && places.TryGetValue(at.Name, out var first))
                ReportCircle(walk[first..], inCircle);
            settled.UnionWith(places.Keys);
        }
        ReportUnreachable(inCircle);
    }

    private void ReportCircle(List<EnvironmentSymbol> circle, HashSet<string> inCircle)
    {
        inCircle.UnionWith(circle.Select(e => e.Name));
        var path = string.Join(" → ", circle.Append(circle[0]).Select(e => e.Name));
        diagnostics.Add(GraphFindings.EnvironmentCycle(diagnostics.Locate(circle[0].After!.Value.Token.Span), path));
    }

    private void ReportUnreachable(HashSet<string> inCircle)
    {
        var unreachable = new HashSet<string>(inCircle, StringComparer.Ordinal);
        var waiting = symbols.Environments.Where(e => e.After is not null).ToLookup(e => e.After!.Value.Name, StringComparer.Ordinal);
        var reached = new Queue<string>(inCircle);
        while (reached.TryDequeue(out var before))
        {
            foreach (var environment in waiting[before].Where(e => unreachable.Add(e.Name)))
            {
                reached.Enqueue(environment.Name);
                diagnostics.Add(GraphFindings.UnreachableEnvironment(diagnostics.Locate(environment.After!.Value.Token.Span), environment.Name, before));
            }
        }
    }
}
