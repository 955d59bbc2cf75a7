using Lumina.Language.Evaluation;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>Proposals of values.</summary>
internal sealed partial class Proposals
{
    private static readonly string[] PlanParts = ["name", "version", "owner"];
    private static readonly string[] ComponentParts = ["name", "version", "port", "url"];

    private void AddValues()
    {
        var words = context.Property is { } property ? ValuesOf(context.Region?.Rule, property) : [];
        AddWords(context.Property ?? "", words);
        if (!words.IsEmpty)
            return;
        if (context.Property is Words.Secret or Words.SecretFile)
        {
            _items.Add(new CompletionItem("vault", CompletionKind.Function, "vault(\"${1:path}\", \"${2:key}\")") { Detail = "vault(path, key[, version])", Documentation = WordDocs.FindKind("secret", "vault")?.Text });
            _items.Add(new CompletionItem("sealed", CompletionKind.Function, "sealed(\"${1:name}\")") { Detail = "sealed(name)", Documentation = WordDocs.FindKind("secret", "sealed")?.Text });
            return;
        }
        foreach (var variable in context.Variables)
            _items.Add(new CompletionItem(variable, CompletionKind.Symbol, variable) { Symbol = PlanSymbolKind.Variable, Detail = Wording.Of(PlanSymbolKind.Variable) });
        AddSymbols(project.Declared(PlanSymbolKind.Let, document).Where(l => !(context.Region is { Declares: PlanSymbolKind.Let } own && own.Label == l.Occurrence.Name)));
        AddRoot(Words.Param, project.Declared(PlanSymbolKind.Param, document).Any());
        AddRoot(Words.Plan, true);
        AddRoot(Words.Environment, true);
        AddRoot(Words.Component, context.Region?.IsInside(Words.Component) == true || context.Region?.IsInside(Words.Template) == true);
        AddRoot(Words.Self, context.Region?.IsInside(Words.Template) == true);
        AddRoot(Words.Infrastructure, project.Declared(PlanSymbolKind.Infrastructure, document).Any());
        AddSymbols(project.Declared(PlanSymbolKind.Import, document), ".");
        foreach (var function in Functions.All)
        {
            _items.Add(new CompletionItem(function.Name, CompletionKind.Function, function.Name + "($0)")
            {
                Detail = function.Signature,
                Documentation = DocText.Of(function),
            });
        }
        foreach (var truth in (string[])["true", "false"])
            _items.Add(new CompletionItem(truth, CompletionKind.Word, truth));
    }

    private void AddRoot(string root, bool isUseful)
    {
        if (isUseful)
            _items.Add(new CompletionItem(root, CompletionKind.Keyword, root + ".") { Documentation = WordDocs.FindKind("value", root)?.Text, AsksForMore = true });
    }

    private void AddMembers()
    {
        switch (context.Path)
        {
            case [Words.Param]:
                AddSymbols(project.Declared(PlanSymbolKind.Param, document));
                break;
            case [Words.Component]:
                AddSymbols(project.Declared(PlanSymbolKind.Component, document), ".");
                break;
            case [Words.Infrastructure]:
                AddSymbols(project.Declared(PlanSymbolKind.Infrastructure, document), ".");
                break;
            case [Words.Plan]:
                AddParts(Words.Plan, PlanParts);
                break;
            case [Words.Environment]:
                AddParts(Words.Environment, ["name"]);
                break;
            case [Words.Component, _] or [Words.Self]:
                AddParts(Words.Component, ComponentParts);
                break;
            case [var import] when project.Imported(document, import) is { } imported:
                AddSymbols(project.Declared(PlanSymbolKind.Let, imported));
                break;
        }
    }

    private void AddParts(string owner, IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            var doc = WordDocs.FindPart(owner, part);
            _items.Add(new CompletionItem(part, CompletionKind.Property, part) { Detail = doc?.Type, Documentation = doc?.Text });
        }
    }
}
