using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Gathers what a tree declares and checks the names.</summary>
internal sealed class SymbolCollector(DiagnosticBag diagnostics, IReadOnlyDictionary<string, string> given)
{
    private readonly PlanSymbols _symbols = new();

    private SourceText Source => diagnostics.Source;

    public PlanSymbols Collect(PlanSyntax tree)
    {
        foreach (var declaration in tree.Declarations)
        {
            switch (declaration)
            {
                case NamedBlockSyntax { Word: Words.Plan } plan:
                    AddPlan(plan);
                    break;
                case NamedBlockSyntax { Word: Words.Environment } environment:
                    AddEnvironment(environment);
                    break;
                case NamedBlockSyntax { Word: Words.Infrastructure } infrastructure:
                    AddInfrastructure(infrastructure);
                    break;
                case NamedBlockSyntax { Word: Words.Pipeline } pipeline:
                    AddPipeline(pipeline);
                    break;
                case NamedBlockSyntax component:
                    AddComponent(component);
                    break;
                case ParamSyntax param:
                    AddParam(param);
                    break;
                case LetSyntax let:
                    AddLet(let);
                    break;
                case SkippedDeclarationSyntax skipped:
                    _symbols.Unreadable.UnionWith(skipped.Names.Select(n => NameText.Of(n, Source)));
                    break;
            }
        }
        CheckGiven();
        return _symbols;
    }

    private void AddPlan(NamedBlockSyntax plan)
    {
        if (_symbols.Plan is { } first)
        {
            diagnostics.Add(GraphFindings.SeveralPlans(diagnostics.Locate(plan.Name.Span), LineOf(first.NameToken)));
            return;
        }
        var name = NameText.Of(plan.Name, Source);
        NameText.Check(name, plan.Name, diagnostics);
        _symbols.Plan = new PlanSymbol(name, plan.Name, Settings.Read(plan.Body, Words.PlanBlock, diagnostics));
    }

    private void AddEnvironment(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        var settings = Settings.Read(syntax.Body, Words.EnvironmentBlock, diagnostics);
        var environment = new EnvironmentSymbol(name, syntax.Name, settings);
        if (settings.Relation("after") is { } after)
        {
            environment = environment with { After = (NameText.Of(after.Names.Names[0], Source), after.Names.Names[0]) };
            if (after.Names.Names.Length > 1)
                diagnostics.Add(SyntaxFindings.Unexpected(diagnostics.Locate(after.Names.Names[1].Span), "one environment", "a second one"));
        }
        if (_symbols.EnvironmentsByName.TryAdd(name, environment))
            _symbols.Environments.Add(environment);
        else
            ReportDuplicate(Words.Environment, name, syntax.Name, _symbols.EnvironmentsByName[name].NameToken);
    }

    private void AddComponent(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        var settings = Settings.Read(syntax.Body, Words.ComponentBlock, diagnostics);
        var component = new ComponentSymbol(name, syntax.Name, syntax, settings, _symbols.Components.Count);
        if (_symbols.ComponentsByName.TryAdd(name, component))
            _symbols.Components.Add(component);
        else
            ReportDuplicate(Words.Component, name, syntax.Name, _symbols.ComponentsByName[name].NameToken);
    }

    private void AddInfrastructure(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        var infrastructure = new InfrastructureSymbol(name, syntax.Name, Settings.Read(syntax.Body, Words.InfrastructureBlock, diagnostics));
        if (_symbols.InfrastructuresByName.TryAdd(name, infrastructure))
            _symbols.Infrastructures.Add(infrastructure);
        else
            ReportDuplicate(Words.Infrastructure, name, syntax.Name, _symbols.InfrastructuresByName[name].NameToken);
    }

    private void AddPipeline(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        if (!_symbols.Pipelines.TryAdd(name, new PipelineSymbol(name, syntax.Name, Settings.Read(syntax.Body, PipelineWords.PipelineBlock, diagnostics))))
            ReportDuplicate(Words.Pipeline, name, syntax.Name, _symbols.Pipelines[name].NameToken);
    }

    private void AddParam(ParamSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics, mayHaveUnderscore: true);
        var type = ParamTypes.Find(Source.ToString(syntax.Type.Span));
        if (type == ValueKind.Unknown)
            ReportUnknownType(syntax.Type);
        var param = new ParamSymbol(name, syntax, type, Settings.Read(syntax.Body, Words.ParamBlock, diagnostics)) { Given = ReadGiven(name, type, syntax) };
        if (!_symbols.Params.TryAdd(name, param))
            ReportDuplicate(Words.Param, name, syntax.Name, _symbols.Params[name].Syntax.Name);
    }

    private Value? ReadGiven(string name, ValueKind type, ParamSyntax syntax)
    {
        if (!given.TryGetValue(name, out var text))
            return null;
        if (type == ValueKind.Unknown)
            return UnknownValue.Instance;
        if (ParamTypes.Read(type, text) is { } value)
            return value;
        diagnostics.Add(ValueFindings.ParamUnreadable(diagnostics.Locate(syntax.Name.Span), name, text, Units.NameOf(type)));
        return UnknownValue.Instance;
    }

    private void AddLet(LetSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics, mayHaveUnderscore: true);
        if (name is Words.Plan or Words.Param or Words.Environment or Words.Component or Words.Infrastructure or "true" or "false")
            diagnostics.Add(NameFindings.BadName(diagnostics.Locate(syntax.Name.Span), name, "it already means something else in a value", null));
        else if (!_symbols.Lets.TryAdd(name, new LetSymbol(name, syntax)))
            ReportDuplicate(Words.Let, name, syntax.Name, _symbols.Lets[name].Syntax.Name);
    }

    private void CheckGiven()
    {
        foreach (var name in given.Keys.Where(n => !_symbols.Params.ContainsKey(n) && !_symbols.Unreadable.Contains(n)).Order(StringComparer.Ordinal))
        {
            var near = diagnostics.Nearest(name, _symbols.Params.Keys);
            diagnostics.AddUnplaced(ValueFindings.ParamNotDeclared(diagnostics.Locate(TextSpan.At(0)), name, near));
        }
    }

    private void ReportUnknownType(SyntaxToken type)
    {
        var name = Source.ToString(type.Span);
        diagnostics.Add(NameFindings.UnknownType(diagnostics.Locate(type.Span), name, string.Join(", ", ParamTypes.Names), ParamTypes.Near(name)));
    }

    private void ReportDuplicate(string kind, string name, SyntaxToken token, SyntaxToken first) =>
        diagnostics.Add(NameFindings.DuplicateDeclaration(diagnostics.Locate(token.Span), kind, name, LineOf(first)));

    private int LineOf(SyntaxToken token) => Source.LineAndColumn(token.Start).Line;
}
