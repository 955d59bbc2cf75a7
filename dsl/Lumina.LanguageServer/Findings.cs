using Lumina.Language.Diagnostics;
using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.LanguageServer;

/// <summary>What the compiler finds, as the client understands it.</summary>
/// <param name="documentation">The page about diagnostics, as a URI; null when it isn't known where it is.</param>
internal sealed class Findings(string? documentation)
{
    private const int Unnecessary = 1;

    /// <summary>What is found in one document of a compilation.</summary>
    public IReadOnlyList<Protocol.Diagnostic> In(PlanProject project, PlanDocument document) =>
        [.. project.FindingsIn(document).Select(found => Of(project, document, found))];

    public Protocol.Diagnostic Of(PlanProject project, PlanDocument document, Diagnostic found)
    {
        var entry = DiagnosticCatalogue.Find(found.Code);
        return new Protocol.Diagnostic(
            RangeOf(document, found.Location), SeverityOf(found.Severity), found.Code, "lumina", found.Message)
        {
            CodeDescription = entry is null || documentation is null
                ? null
                : new CodeDescription($"{documentation}#{found.Code.ToLowerInvariant()}-{entry.Name}"),
            Tags = entry?.Name.StartsWith("unused-", StringComparison.Ordinal) == true ? [Unnecessary] : null,
            RelatedInformation = project.RelatedTo(document, found) is { } first && project.Find(first.File) is { } other
                ? [new DiagnosticRelatedInformation(new Location(DocumentName.ToUri(first.File), Spans.RangeOf(other, first.Range)), "Declared here first.")]
                : null,
        };
    }

    /// <summary>The changes that mend what is found in a range.</summary>
    public IEnumerable<CodeAction> FixesIn(PlanProject project, PlanDocument document, string uri, TextRange range)
    {
        foreach (var found in project.FindingsIn(document))
        {
            var (start, end) = (found.Location.Start, found.Location.Start + found.Location.Length);
            if (found.Fix is not { } fix || end < range.Start || start > range.End)
                continue;
            var edit = new TextEdit(Spans.RangeOf(document, new TextRange(fix.Start, fix.Length)), fix.Replacement);
            yield return new CodeAction(
                Capitalised(fix.Title), "quickfix", [Of(project, document, found)], true,
                new WorkspaceEdit(new Dictionary<string, IReadOnlyList<TextEdit>> { [uri] = [edit] }));
        }
    }

    private static string Capitalised(string title) => title.Length == 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];

    private static Protocol.Range RangeOf(PlanDocument document, SourceLocation location)
    {
        var start = new Position(location.Line - 1, location.Column - 1);
        var end = new Position(location.EndLine - 1, location.EndColumn - 1);
        // What is missing has no width; an editor shows nothing then, so it is shown at the character before.
        return start == end && start.Character > 0 && location.Start <= document.Text.Length
            ? new Protocol.Range(start with { Character = start.Character - 1 }, end)
            : new Protocol.Range(start, end);
    }

    private static int SeverityOf(Severity severity) => severity switch
    {
        Severity.Error => 1,
        Severity.Warning => 2,
        _ => 3,
    };
}
