using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Gathers the components of all files, and repeats those that stand in a <c>for</c>.</summary>
internal sealed class ComponentCollector(PlanSymbols symbols, TemplateCollector templates, DiagnosticBag diagnostics, Surroundings surroundings)
{
    /// <summary>A block is read once, however often it is repeated.</summary>
    private readonly Dictionary<NamedBlockSyntax, (Settings Settings, TemplateSymbol? Template)> _read = new(ReferenceEqualityComparer.Instance);

    private readonly Evaluator _evaluator = new(EnvironmentScope.OfNone(symbols), diagnostics, new TextBudget(), surroundings);

    /// <summary>How often fors may go round in all: they need not make a component each time, and fors in fors multiply.</summary>
    private const int MostRounds = 1_000_000;

    private int _rounds;

    public void Collect(IReadOnlyList<ParsedFile> files)
    {
        foreach (var declaration in files.SelectMany(file => file.Tree.Declarations))
            Add(declaration, null);
    }

    private void Add(DeclarationSyntax declaration, LoopBinding? bindings)
    {
        switch (declaration)
        {
            case NamedBlockSyntax { Word: Words.Component } component:
                AddComponent(component, bindings);
                break;
            case ForSyntax loop:
                Repeat(loop, bindings);
                break;
        }
    }

    private void AddComponent(NamedBlockSyntax syntax, LoopBinding? bindings)
    {
        if (symbols.Components.Count == PlanParser.MostDeclarations)
        {
            symbols.HasTooManyComponents = true;
            return;
        }
        if (NameOf(syntax.Name, bindings) is not { } name)
            return;
        NameText.Check(name, syntax.Name, diagnostics);
        if (!_read.TryGetValue(syntax, out var read))
            _read[syntax] = read = (Settings.Read(syntax.Body, Words.ComponentBlock, diagnostics), syntax.From is null ? null : templates.Find(syntax.From.Name));
        var component = new ComponentSymbol(name, syntax.Name, syntax, read.Settings, symbols.Components.Count) { Template = read.Template, Bindings = bindings };
        if (symbols.ComponentsByName.TryAdd(name, component))
            symbols.Components.Add(component);
        else
            diagnostics.AddDuplicate(Words.Component, name, syntax.Name, symbols.ComponentsByName[name].NameToken);
    }

    private string? NameOf(SyntaxToken token, LoopBinding? bindings)
    {
        if (token.Kind != TokenKind.NameWithHoles)
            return NameText.Of(token, diagnostics.Source);
        _evaluator.Bindings = bindings;
        var name = _evaluator.NameOf(token);
        _evaluator.Bindings = null;
        return name;
    }

    private void Repeat(ForSyntax loop, LoopBinding? bindings)
    {
        var variables = loop.Variables.Names.Select(token => NameText.Of(token, diagnostics.Source)).ToList();
        foreach (var (name, token) in variables.Zip(loop.Variables.Names))
            CheckVariable(name, token);
        foreach (var declaration in loop.Declarations)
            CheckMayRepeat(declaration);
        _evaluator.Bindings = bindings;
        var list = _evaluator.Evaluate(loop.List);
        _evaluator.Bindings = null;
        if (variables.Count > 2)
        {
            diagnostics.Add(ReuseFindings.LoopVariables(diagnostics.Locate(loop.Variables.Span), variables.Count));
            return;
        }
        var within = loop.Span;
        switch (list)
        {
            case ListValue { Items: var items } when variables.Count == 1:
                foreach (var item in items)
                    Round(loop, new LoopBinding(variables[0], item, bindings) { List = loop.List, Within = within });
                break;
            case MapValue { Entries: var entries } when variables.Count == 2:
                foreach (var (key, value) in entries)
                    Round(loop, new LoopBinding(variables[1], value, new LoopBinding(variables[0], new StringValue(key), bindings) { List = loop.List, Within = within }) { List = loop.List, Within = within });
                break;
            case UnknownValue:
                // What it would have made is not missing: nobody knows its names.
                symbols.HasUnknownComponents = true;
                break;
            default:
                diagnostics.Add(ReuseFindings.NoLoopList(diagnostics.Locate(loop.List.Span), Evaluator.Describe(list), variables.Count == 1 ? "a list" : "a map"));
                symbols.HasUnknownComponents = true;
                break;
        }
    }

    private void Round(ForSyntax loop, LoopBinding bindings)
    {
        symbols.HasTooManyComponents |= ++_rounds > MostRounds;
        foreach (var declaration in loop.Declarations)
        {
            if (symbols.HasTooManyComponents)
                return;
            Add(declaration, bindings);
        }
    }

    private void CheckVariable(string name, SyntaxToken token)
    {
        if (Evaluator.Roots.Contains(name))
            diagnostics.Add(NameFindings.BadName(diagnostics.Locate(token.Span), name, "it already means something else in a value", null));
        else
            NameText.Check(name, token, diagnostics, mayHaveUnderscore: true);
    }

    private void CheckMayRepeat(DeclarationSyntax declaration)
    {
        var keyword = declaration switch
        {
            NamedBlockSyntax { Word: not Words.Component } block => block.Keyword,
            ParamSyntax param => param.Keyword,
            LetSyntax let => let.Keyword,
            ImportSyntax import => import.Keyword,
            _ => (SyntaxToken?)null,
        };
        if (keyword is { } token)
            diagnostics.Add(ReuseFindings.NotInFor(diagnostics.Locate(token.Span), diagnostics.Source.ToString(token.Span)));
        else if (declaration is SkippedDeclarationSyntax skipped)
            symbols.Unreadable.UnionWith(skipped.Names.Select(n => NameText.Of(n, diagnostics.Source)));
    }
}
