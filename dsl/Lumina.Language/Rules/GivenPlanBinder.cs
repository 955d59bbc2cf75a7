using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Rules;

/// <summary>
/// From what a test gives to plans, by the plan language's own binder. A test shows what matters to it and nothing else: a component need not say what it
/// runs, nor anything else that a plan would have to say, and nothing is said about style. Other environments, of which a component that was taken from a plan may speak, are there as far as they are named.
/// </summary>
internal sealed class GivenPlanBinder(RuleText text, TestSyntax test)
{
    private const string UsualName = "test";

    private readonly DiagnosticBag _found = new(text.Source);

    public (Plan Plan, ImmutableSortedDictionary<string, ComponentSpec> Running) Bind(
        SentenceSyntax? plan, SentenceSyntax? environment, IReadOnlyList<SentenceSyntax> components, IReadOnlyList<SentenceSyntax> running)
    {
        var name = EnvironmentOf(environment, components);
        var wanted = Bind(plan, environment, name, components, isComplete: components.Count > 0);
        var runs = Bind(plan, environment, name, running, isComplete: false).Components.ToImmutableSortedDictionary(c => c.Name, c => c, StringComparer.Ordinal);
        foreach (var finding in _found.ToSorted().Where(IsOfInterest))
            text.Diagnostics.Add(finding);
        return (wanted, runs);
    }

    private static bool IsOfInterest(Diagnostic finding) =>
        finding.Severity == Severity.Error && finding.Code != GraphFindings.NothingToRunEntry.Code && finding.Code != ValueFindings.MissingPropertyEntry.Code;

    /// <summary>The environment in which the test is.</summary>
    private string EnvironmentOf(SentenceSyntax? environment, IEnumerable<SentenceSyntax> components)
    {
        var name = text.NameOf(environment?.Part(null));
        foreach (var part in components.Select(c => c.Part(RuleWords.In)).OfType<PartSyntax>())
        {
            var said = text.NameOf(part)!;
            if (name is not null && said != name)
                text.Diagnostics.Add(RuleTestFindings.SeveralEnvironments(text.Source.Locate(part.Names!.Span), name));
            name ??= said;
        }
        return name ?? PlanSymbols.Implied.Name;
    }

    private Plan Bind(SentenceSyntax? plan, SentenceSyntax? environment, string name, IEnumerable<SentenceSyntax> components, bool isComplete)
    {
        var symbols = new PlanSymbols { HasUnknownComponents = !isComplete };
        symbols.Files.Add(new FileScope(text.Source.Main));
        var title = plan?.Part(null)?.Names?.Names[0];
        symbols.Plan = new PlanSymbol(
            title is { } named ? Checked(named) : UsualName, title ?? test.Keyword, Settings.Read(plan?.Body, Words.PlanBlock, _found));
        AddEnvironment(symbols, name, environment);
        foreach (var component in components)
            AddComponent(symbols, component);
        return new PlanBinder(symbols, _found, new Surroundings(new PlanInputs(text.File.Name, ""))).Bind()[0];
    }

    private string Checked(SyntaxToken name)
    {
        NameText.Check(text.NameOf(name), name, _found);
        return text.NameOf(name);
    }

    private void AddEnvironment(PlanSymbols symbols, string name, SentenceSyntax? given)
    {
        var token = given?.Part(null)?.Names?.Names[0] ?? test.Keyword;
        if (given is not null)
            Checked(token);
        var settings = Settings.Read(given?.Body, Words.EnvironmentBlock, _found);
        var after = settings.Relation("after")?.Names.Names[0];
        Add(symbols, new EnvironmentSymbol(name, token, settings) { After = after is { } before ? (text.NameOf(before), before) : null });
        if (after is { } other)
            AddOther(symbols, other);
    }

    private void AddComponent(PlanSymbols symbols, SentenceSyntax given)
    {
        var token = given.Part(null)!.Names!.Names[0];
        var name = Checked(token);
        var settings = Settings.Read(given.Body, Words.ComponentBlock, _found);
        var syntax = new NamedBlockSyntax(Words.Component, given.Keyword, token, null, given.Body);
        var component = new ComponentSymbol(name, token, syntax, settings, symbols.Components.Count);
        if (symbols.ComponentsByName.TryAdd(name, component))
            symbols.Components.Add(component);
        foreach (var environment in settings.Overrides.SelectMany(o => ComponentSymbol.Names(o)))
            AddOther(symbols, environment);
    }

    private void AddOther(PlanSymbols symbols, SyntaxToken name) => Add(symbols, new EnvironmentSymbol(text.NameOf(name), name, Settings.Empty));

    private static void Add(PlanSymbols symbols, EnvironmentSymbol environment)
    {
        if (symbols.EnvironmentsByName.TryAdd(environment.Name, environment))
            symbols.Environments.Add(environment);
    }
}
