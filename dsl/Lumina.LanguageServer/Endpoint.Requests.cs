using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;
using StreamJsonRpc;

namespace Lumina.LanguageServer;

/// <summary>What a client can ask about documents.</summary>
internal sealed partial class Endpoint
{
    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public Task<CompletionList> CompleteAsync(PositionParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        var answer = _completion;
        return Aside(() => answer.Of(document, Completion.At(workbench.ProjectOf(document), document, Spans.OffsetOf(document, parameters.Position))), cancellationToken);
    }

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Task<Protocol.Hover?> HoverAsync(PositionParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside(
            () => Language.Editing.Hover.At(workbench.ProjectOf(document), document, Spans.OffsetOf(document, parameters.Position)) is { } text
                ? new Protocol.Hover(new MarkupContent("markdown", text.Markdown), Spans.RangeOf(document, text.Range))
                : null,
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Task<Location?> DefineAsync(PositionParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside(
            () =>
            {
                var project = workbench.ProjectOf(document);
                return Navigation.DefinitionAt(project, document, Spans.OffsetOf(document, parameters.Position)) is { } place ? LocationOf(project, place) : null;
            },
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<Location>> FindAsync(ReferenceParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside<IReadOnlyList<Location>>(
            () =>
            {
                var project = workbench.ProjectOf(document);
                var places = Navigation.ReferencesAt(
                    project, document, Spans.OffsetOf(document, parameters.Position), parameters.Context?.IncludeDeclaration ?? true);
                return [.. places.Select(p => LocationOf(project, p)).OfType<Location>()];
            },
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public Task<PrepareRenameResult?> PrepareRenameAsync(PositionParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside(
            () => Renaming.NameAt(workbench.ProjectOf(document), document, Spans.OffsetOf(document, parameters.Position)) is var (range, name)
                ? new PrepareRenameResult(Spans.RangeOf(document, range), name)
                : null,
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public Task<WorkspaceEdit> RenameAsync(RenameParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside(
            () =>
            {
                var project = workbench.ProjectOf(document);
                var result = Renaming.Rename(project, document, Spans.OffsetOf(document, parameters.Position), parameters.NewName);
                if (result.Refusal is { } why)
                    throw new LocalRpcException(why) { ErrorCode = (int)RequestFailed };
                var places = result.Places.Select(p => LocationOf(project, p)).OfType<Location>().GroupBy(l => l.Uri);
                return new WorkspaceEdit(places.ToDictionary(
                    g => g.Key, IReadOnlyList<TextEdit> (g) => [.. g.Select(l => new TextEdit(l.Range, parameters.NewName))]));
            },
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/documentSymbol", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<DocumentSymbol>> OutlineAsync(DocumentParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside<IReadOnlyList<DocumentSymbol>>(() => [.. Outline.Of(document).Select(e => SymbolOf(document, e))], cancellationToken);
    }

    [JsonRpcMethod("textDocument/formatting", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<TextEdit>> FormatAsync(DocumentParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside<IReadOnlyList<TextEdit>>(
            () => TextChange.ThatFormats(document) is { } change ? [new TextEdit(Spans.RangeOf(document, change.Range), change.Text)] : [], cancellationToken);
    }

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<CodeAction>> MendAsync(CodeActionParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside<IReadOnlyList<CodeAction>>(
            () => [.. _findings.FixesIn(workbench.ProjectOf(document), document, parameters.TextDocument.Uri, Spans.Of(document, parameters.Range))],
            cancellationToken);
    }

    [JsonRpcMethod("textDocument/semanticTokens/full", UseSingleObjectParameterDeserialization = true)]
    public Task<SemanticTokens> HighlightAsync(DocumentParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside(() => SemanticTokenData.Of(document), cancellationToken);
    }

    [JsonRpcMethod("textDocument/foldingRange", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<FoldingRange>> FoldAsync(DocumentParams parameters, CancellationToken cancellationToken)
    {
        var document = DocumentOf(parameters.TextDocument);
        return Aside<IReadOnlyList<FoldingRange>>(
            () =>
            [
                .. Folding.Of(document).Select(fold => new FoldingRange(
                    document.PositionAt(fold.Range.Start).Line, document.PositionAt(fold.Range.End).Line, fold.IsComment ? "comment" : null)),
            ],
            cancellationToken);
    }

    /// <summary>Works an answer out without holding up the messages behind.</summary>
    private static Task<T> Aside<T>(Func<T> answer, CancellationToken cancellationToken) => Task.Run(answer, cancellationToken);

    private Location? LocationOf(PlanProject project, FileRange place) => project.Find(place.File) is { } document
        ? new Location(workbench.FindByName(place.File)?.Uri ?? DocumentName.ToUri(place.File), Spans.RangeOf(document, place.Range))
        : null;

    private static DocumentSymbol SymbolOf(PlanDocument document, OutlineEntry entry) => new(
        entry.Name, entry.Detail, SymbolKindOf(entry.Kind), Spans.RangeOf(document, entry.Range), Spans.RangeOf(document, entry.NameRange),
        [.. entry.Children.Select(c => SymbolOf(document, c))]);

    // SymbolKind of the protocol.
    private static int SymbolKindOf(PlanSymbolKind? kind) => kind switch
    {
        PlanSymbolKind.Plan => 4,
        PlanSymbolKind.Param => 14,
        PlanSymbolKind.Let or PlanSymbolKind.Variable => 13,
        PlanSymbolKind.Environment or PlanSymbolKind.Import => 3,
        PlanSymbolKind.Template => 11,
        null => 19,
        _ => 5,
    };
}
