using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Gathers what the trees of all files declare and checks the names. Components come last: a <c>for</c> needs the values of
/// params and lets.</summary>
internal sealed class SymbolCollector(DiagnosticBag diagnostics, IReadOnlyDictionary<string, GivenValue> given, Surroundings surroundings)
{
    private readonly PlanSymbols _symbols = new();

    private SourceText Source => diagnostics.Source;

    /// <param name="files">All files, the plan's own first.</param>
    /// <param name="find">A file by its path; null when it could not be read.</param>
    public PlanSymbols Collect(IReadOnlyList<ParsedFile> files, Func<string, ParsedFile?> find)
    {
        var scopes = files.ToDictionary(file => file, file => new FileScope(file.File));
        _symbols.Files.AddRange(files.Select(file => scopes[file]));
        foreach (var file in files)
        {
            AddImports(file, scopes[file], path => find(path) is { } imported ? scopes[imported] : null);
            foreach (var declaration in file.Tree.Declarations)
                AddPlain(declaration, scopes[file], isMain: file == files[0]);
        }
        var templates = new TemplateCollector(_symbols, diagnostics);
        templates.Collect(files.Select(file => (scopes[file], file.Tree)));
        new ComponentCollector(_symbols, templates, diagnostics, surroundings).Collect(files);
        CheckGiven();
        return _symbols;
    }

    private void AddImports(ParsedFile file, FileScope scope, Func<string, FileScope?> scopeOf)
    {
        foreach (var import in file.Tree.Declarations.OfType<ImportSyntax>().Where(i => i.Name is not null))
        {
            var token = import.Name!.Value;
            var name = NameText.Of(token, Source);
            NameText.Check(name, token, diagnostics, mayHaveUnderscore: true);
            var path = file.Imports.FirstOrDefault(parsed => parsed.Syntax == import)?.Path;
            if (IsFree(name, token, scope, Words.Import))
                scope.Imports.Add(name, new ImportSymbol(name, import, path is null ? null : scopeOf(path)));
        }
    }

    private void AddPlain(DeclarationSyntax declaration, FileScope scope, bool isMain)
    {
        switch (declaration)
        {
            case NamedBlockSyntax { Word: Words.Plan } plan when isMain:
                AddPlan(plan);
                break;
            case NamedBlockSyntax { Word: Words.Plan } plan:
                diagnostics.Add(FileFindings.PlanInImport(diagnostics.Locate(plan.Keyword.Span), scope.File.Name));
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
            case ParamSyntax param:
                AddParam(param);
                break;
            case LetSyntax let:
                AddLet(let, scope);
                break;
            case SkippedDeclarationSyntax skipped:
                _symbols.Unreadable.UnionWith(skipped.Names.SelectMany(n => Names(NameText.Of(n, Source))));
                break;
        }
    }

    /// <summary>What a word of unreadable text may have declared: itself, or what stands behind a keyword when the blank is missing.</summary>
    private static IEnumerable<string> Names(string word)
    {
        var keyword = Words.Declarations.FirstOrDefault(known => word.Length > known.Length && word.StartsWith(known, StringComparison.Ordinal));
        return keyword is null ? [word] : [word, keyword, word[keyword.Length..]];
    }

    private void AddPlan(NamedBlockSyntax plan)
    {
        if (_symbols.Plan is { } first)
        {
            diagnostics.Add(GraphFindings.SeveralPlans(diagnostics.Locate(plan.Name.Span), diagnostics.LineOf(first.NameToken)));
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
            diagnostics.AddDuplicate(Words.Environment, name, syntax.Name, _symbols.EnvironmentsByName[name].NameToken);
    }

    private void AddInfrastructure(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        var infrastructure = new InfrastructureSymbol(name, syntax.Name, Settings.Read(syntax.Body, Words.InfrastructureBlock, diagnostics));
        if (_symbols.InfrastructuresByName.TryAdd(name, infrastructure))
            _symbols.Infrastructures.Add(infrastructure);
        else
            diagnostics.AddDuplicate(Words.Infrastructure, name, syntax.Name, _symbols.InfrastructuresByName[name].NameToken);
    }

    private void AddPipeline(NamedBlockSyntax syntax)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics);
        if (!_symbols.Pipelines.TryAdd(name, new PipelineSymbol(name, syntax.Name, Settings.Read(syntax.Body, PipelineWords.PipelineBlock, diagnostics))))
            diagnostics.AddDuplicate(Words.Pipeline, name, syntax.Name, _symbols.Pipelines[name].NameToken);
    }

    private void AddParam(ParamSyntax syntax)
    {
        var param = new ParamDeclaration(diagnostics, given, surroundings).Read(syntax);
        if (!_symbols.Params.TryAdd(param.Name, param))
            diagnostics.AddDuplicate(Words.Param, param.Name, syntax.Name, _symbols.Params[param.Name].Syntax.Name);
    }

    private void AddLet(LetSyntax syntax, FileScope scope)
    {
        var name = NameText.Of(syntax.Name, Source);
        NameText.Check(name, syntax.Name, diagnostics, mayHaveUnderscore: true);
        var key = scope.File.Path.Length == 0 ? name : scope.File.Path + "/" + name;
        if (IsFree(name, syntax.Name, scope, Words.Let))
            scope.Lets.Add(name, new LetSymbol(name, syntax, key));
    }

    /// <summary>Lets and imports are both used by their bare names.</summary>
    private bool IsFree(string name, SyntaxToken token, FileScope scope, string kind)
    {
        if (Evaluator.Roots.Contains(name))
        {
            diagnostics.Add(NameFindings.BadName(diagnostics.Locate(token.Span), name, "it already means something else in a value", null));
            return false;
        }
        if ((scope.Lets.GetValueOrDefault(name)?.Syntax.Name ?? scope.Imports.GetValueOrDefault(name)?.Syntax.Name) is not { } first)
            return true;
        diagnostics.AddDuplicate(kind, name, token, first);
        return false;
    }

    private void CheckGiven()
    {
        foreach (var name in given.Keys.Where(n => !_symbols.Params.ContainsKey(n) && !_symbols.Unreadable.Contains(n)).Order(StringComparer.Ordinal))
        {
            var near = diagnostics.Nearest(name, _symbols.Params.Keys);
            diagnostics.AddUnplaced(ValueFindings.ParamNotDeclared(diagnostics.Locate(TextSpan.At(0)), name, given[name].Origin, near));
        }
    }
}
