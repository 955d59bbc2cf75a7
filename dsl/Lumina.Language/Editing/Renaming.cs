using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Editing;

/// <summary>What came of a wish to rename.</summary>
/// <param name="Places">All places that have the name.</param>
/// <param name="Refusal">Why it isn't done; null when it can be.</param>
public sealed record RenameResult(ImmutableArray<FileRange> Places, string? Refusal);

/// <summary>Gives something another name, wherever it is named.</summary>
public static class Renaming
{
    private static readonly HashSet<string> Reserved = new(["plan", "param", "environment", "component", "infrastructure", "self", "true", "false"], StringComparer.Ordinal);

    /// <summary>The name at a place that can be renamed; null when there is none.</summary>
    public static (TextRange Range, string Name)? NameAt(PlanProject project, PlanDocument document, int offset)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(document);
        if (document.OccurrenceAt(offset) is not { } occurrence || project.KeyOf(document, occurrence) is not { } key || project.DeclarationOf(key) is null)
            return null;
        return (TextRange.Of(occurrence.Span), occurrence.Name);
    }

    /// <summary>Finds the places to write another name at, or the reason why that would not do: it is no good name, something else has it,
    /// or it would mean something else at one of the places.</summary>
    public static RenameResult Rename(PlanProject project, PlanDocument document, int offset, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (NameAt(project, document, offset) is null || document.OccurrenceAt(offset) is not { } occurrence || project.KeyOf(document, occurrence) is not { } key)
            return Refuse("There is nothing here that has a name of its own.");
        if (PlanProject.HasHoles(key.Name))
            return Refuse($"A loop fills the name '{key.Name}' in: change it by hand.");
        if (FindFault(key.Kind, name) is { } fault)
            return Refuse(fault);
        var places = project.OccurrencesOf(key).ToImmutableArray();
        if (name != key.Name)
        {
            if (project.DeclarationOf(key with { Name = name }) is not null)
                return Refuse($"There is a {Wording.Of(key.Kind)} called '{name}' already.");
            if (ChangesMeaning(project, key, name, places))
                return Refuse($"'{name}' would mean something else in one of the places that name '{key.Name}'.");
        }
        return new RenameResult([.. places.Select(p => new FileRange(p.Document.File, TextRange.Of(p.Occurrence.Span)))], null);
    }

    private static RenameResult Refuse(string why) => new([], why);

    private static string? FindFault(PlanSymbolKind kind, string name)
    {
        var mayHaveUnderscore = kind is PlanSymbolKind.Param or PlanSymbolKind.Let or PlanSymbolKind.Variable or PlanSymbolKind.Import or PlanSymbolKind.Template;
        if (kind is PlanSymbolKind.Let or PlanSymbolKind.Variable or PlanSymbolKind.Import && Reserved.Contains(name))
            return $"'{name}' already means something else in a value.";
        var findings = new DiagnosticBag(new SourceText("", name));
        NameText.Check(name, new SyntaxToken(TokenKind.Identifier, true, 0, 0, name.Length), findings, mayHaveUnderscore);
        return findings.Count == 0 ? null : findings.ToSorted()[0].Message;
    }

    /// <summary>Writes the name and reads again: the places must name the same thing still, and nothing else may do so.</summary>
    private static bool ChangesMeaning(
        PlanProject project, SymbolKey key, string name, ImmutableArray<(PlanDocument Document, Occurrence Occurrence)> places)
    {
        var changed = new Dictionary<string, PlanDocument>(StringComparer.Ordinal);
        foreach (var ofDocument in places.GroupBy(p => p.Document))
        {
            var document = ofDocument.Key;
            foreach (var place in ofDocument.OrderByDescending(p => p.Occurrence.Span.Start))
                document = document.With(TextRange.Of(place.Occurrence.Span), name);
            changed.Add(document.File, document);
        }
        var after = project.With(changed);
        var shifted = key.Kind is PlanSymbolKind.Variable or PlanSymbolKind.Stage;
        return after.Documents
            .SelectMany(d => d.Anatomy.Occurrences.Where(o => o.Kind == key.Kind && o.Name == name).Select(o => after.KeyOf(d, o)))
            .Count(found => found is { } other && (shifted ? other.File == key.File : other == key with { Name = name })) != places.Length;
    }
}
