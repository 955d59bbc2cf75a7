using Lumina.Language.Diagnostics;

namespace Lumina.Language.Editing;

/// <summary>What is wrong with its documents.</summary>
public sealed partial class PlanProject
{
    /// <summary>What the compiler finds in one of the documents, in the order of its text. Values of params and of the surroundings' variables
    /// are known when a plan is run, so that none are given here is no finding.</summary>
    public IEnumerable<Diagnostic> FindingsIn(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var file = ImportPath.Resolve("", document.File);
        if (IsOfRules)
            return FindingsInRules.Where(d => d.Location.File == document.File);
        return Compilation.Diagnostics.Where(d => ImportPath.Resolve("", d.Location.File) == file && !IsAboutInputs(d));
    }

    private static bool IsAboutInputs(Diagnostic finding) =>
        finding.Code == ConfigurationFindings.NoValueReaderEntry.Code || finding.Code == ValueFindings.ParamWithoutValueEntry.Code || finding.Code == FileFindings.VariableNotSetEntry.Code;

    /// <summary>Where the same name was declared before, for a finding that something is declared twice.</summary>
    public FileRange? RelatedTo(PlanDocument document, Diagnostic finding)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Code != NameFindings.DuplicateDeclarationEntry.Code
            || document.OccurrenceAt(finding.Location.Start) is not { IsDeclaration: true } second
            || KeyOf(document, second) is not { } key || DeclarationOf(key) is not { } first)
        {
            return null;
        }
        return first.Document == document && first.Occurrence == second ? null : new FileRange(first.Document.File, TextRange.Of(first.Occurrence.Span));
    }
}
