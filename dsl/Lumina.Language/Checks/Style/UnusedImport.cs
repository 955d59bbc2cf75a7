using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Checks.Style;

internal sealed class UnusedImport() : StyleRule(new(6006, "unused-import", Severity.Warning,
    "An import that nothing uses",
    "The file has nothing but lets and templates, and none of them is used. Components, environments and params of an imported file count without being spoken of.",
    ""))
{
    public override void CheckPlan(StyledPlan plan)
    {
        foreach (var import in plan.Symbols.Files[0].Imports.Values.Where(import => !import.IsUsed && import.Scope is not null))
        {
            if (HasOnlyWhatIsUsedByName(plan, import.Scope!.File) && !plan.Used.Lets.Contains(import.Name))
                plan.Report(this, import.Syntax.Name!.Value.Span, $"Nothing uses '{import.Name}'.", plan.Removal("remove it", import.Syntax.Span));
        }
    }

    private static bool HasOnlyWhatIsUsedByName(StyledPlan plan, SourceFile file) =>
        plan.Files.First(parsed => parsed.File == file).Tree.Declarations.All(d => d is LetSyntax or NamedBlockSyntax { Word: Words.Template });
}
