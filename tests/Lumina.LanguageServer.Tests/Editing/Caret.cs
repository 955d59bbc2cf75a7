using Lumina.Language.Editing;

namespace Lumina.LanguageServer.Tests.Editing;

/// <summary>A text with the caret marked in it, and the files around it.</summary>
internal sealed class Caret
{
    public const string Mark = "▮";

    private readonly Dictionary<string, PlanDocument> _files = new(StringComparer.Ordinal);

    /// <param name="text">The text of main.deploy, with <see cref="Mark"/> in it.</param>
    /// <param name="others">Other files.</param>
    public Caret(string text, params (string File, string Text)[] others)
    {
        Offset = text.IndexOf(Mark, StringComparison.Ordinal);
        Assert.True(Offset >= 0, "The text has no caret.");
        Document = new PlanDocument("/p/main.deploy", text.Remove(Offset, Mark.Length));
        foreach (var (file, content) in others)
            _files.Add("/p/" + file, new PlanDocument("/p/" + file, content));
        Project = PlanProject.Of(Document, _files.GetValueOrDefault);
    }

    public PlanDocument Document { get; }

    public PlanProject Project { get; }

    public int Offset { get; }

    /// <summary>The proposals.</summary>
    public IEnumerable<string> Labels => Completion.At(Project, Document, Offset).Items.Select(i => i.Label);

    public CompletionItem Item(string label) => Completion.At(Project, Document, Offset).Items.Single(i => i.Label == label);

    public string? HoverText => Hover.At(Project, Document, Offset)?.Markdown;

    /// <summary>The line, from 1, and the text of the definition.</summary>
    public string? Definition => Navigation.DefinitionAt(Project, Document, Offset) is { } place ? Show(place) : null;

    public IEnumerable<string> References => Navigation.ReferencesAt(Project, Document, Offset, withDeclaration: true).Select(Show);

    public RenameResult Rename(string name) => Renaming.Rename(Project, Document, Offset, name);

    /// <summary>The documents once a new name is written.</summary>
    public IReadOnlyList<string> Renamed(string name)
    {
        var result = Rename(name);
        Assert.Null(result.Refusal);
        return
        [
            .. Project.Documents.Select(d => result.Places.Where(p => p.File == d.File).OrderByDescending(p => p.Range.Start)
                .Aggregate(d, (document, place) => document.With(place.Range, name)).Text),
        ];
    }

    private string Show(FileRange place)
    {
        var document = Project.Find(place.File)!;
        var line = document.PositionAt(place.Range.Start).Line + 1;
        var file = document == Document ? "" : place.File["/p/".Length..] + ":";
        return $"{file}{line}:{document.Text.Substring(place.Range.Start, place.Range.Length)}";
    }
}
