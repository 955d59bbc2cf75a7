using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Gathers the templates of all files and finds the ones that others are made from.</summary>
internal sealed class TemplateCollector(PlanSymbols symbols, DiagnosticBag diagnostics)
{
    public void Collect(IEnumerable<(FileScope Scope, PlanSyntax Tree)> files)
    {
        foreach (var (scope, tree) in files)
        {
            foreach (var template in tree.Declarations.OfType<NamedBlockSyntax>().Where(d => d.Word == Words.Template))
                Add(template, scope);
        }
        var all = symbols.Files.SelectMany(scope => scope.Templates.Values).ToList();
        foreach (var template in all.Where(t => t.Syntax.From is not null))
            template.Base = Find(template.Syntax.From!.Name);
        CutCircles(all);
    }

    /// <summary>The template that is spoken of; reported and null when there is none.</summary>
    public TemplateSymbol? Find(ReferenceSyntax reference)
    {
        var names = reference.Names;
        var name = diagnostics.Source.ToString(names[0].Span);
        var scope = symbols.ScopeAt(names[0].Start);
        if (names.Length == 1)
            return Find(name, names[0], scope);
        if (!scope.Imports.TryGetValue(name, out var import))
        {
            if (!symbols.Unreadable.Contains(name))
                diagnostics.Add(ReuseFindings.UnknownImport(diagnostics.Locate(names[0].Span), name, diagnostics.Nearest(name, scope.Imports.Keys)));
            return null;
        }
        import.IsUsed = true;
        return import.Scope is null || names.Length > 2 ? ReportLonger(reference, import) : Find(diagnostics.Source.ToString(names[1].Span), names[1], import.Scope);
    }

    private TemplateSymbol? ReportLonger(ReferenceSyntax reference, ImportSymbol import)
    {
        if (import.Scope is not null)
            diagnostics.Add(ReuseFindings.UnknownTemplate(diagnostics.Locate(reference.Span), diagnostics.Source.ToString(reference.Span), null));
        return null;
    }

    private TemplateSymbol? Find(string name, SyntaxToken token, FileScope scope)
    {
        if (scope.Templates.TryGetValue(name, out var template))
        {
            template.IsUsed = true;
            return template;
        }
        if (!symbols.Unreadable.Contains(name))
            symbols.Missing.Add(Words.Template, name, ReuseFindings.UnknownTemplate(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Templates.Keys)));
        return null;
    }

    private void Add(NamedBlockSyntax syntax, FileScope scope)
    {
        var name = NameText.Of(syntax.Name, diagnostics.Source);
        NameText.Check(name, syntax.Name, diagnostics, mayHaveUnderscore: true);
        var template = new TemplateSymbol(name, syntax, Settings.Read(syntax.Body, Words.ComponentBlock, diagnostics));
        if (!scope.Templates.TryAdd(name, template))
            diagnostics.AddDuplicate(Words.Template, name, syntax.Name, scope.Templates[name].Syntax.Name);
    }

    /// <summary>Each template is made from at most one other, so a walk along them ends, or goes round in a circle.</summary>
    private void CutCircles(List<TemplateSymbol> all)
    {
        var settled = new HashSet<TemplateSymbol>(ReferenceEqualityComparer.Instance);
        foreach (var start in all)
        {
            var walk = new List<TemplateSymbol>();
            var places = new Dictionary<TemplateSymbol, int>(ReferenceEqualityComparer.Instance);
            var at = start;
            while (at is not null && !settled.Contains(at) && places.TryAdd(at, walk.Count))
            {
                walk.Add(at);
                at = at.Base;
            }
            if (at is not null && places.TryGetValue(at, out var first))
            {
                var circle = walk[first..];
                diagnostics.Add(ReuseFindings.TemplateCycle(diagnostics.Locate(circle[0].Syntax.From!.Name.Span), string.Join(" → ", circle.Append(circle[0]).Select(t => t.Name))));
                circle.ForEach(template => template.Base = null);
            }
            settled.UnionWith(walk);
        }
    }
}
