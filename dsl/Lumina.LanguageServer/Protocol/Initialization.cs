namespace Lumina.LanguageServer.Protocol;

internal sealed record InitializeParams(int? ProcessId, ClientInfo? ClientInfo, string? RootUri, IReadOnlyList<WorkspaceFolder>? WorkspaceFolders)
{
    public ClientCapabilities? Capabilities { get; init; }

    public InitializationOptions? InitializationOptions { get; init; }
}

/// <param name="Documentation">Where the documentation is, as a URI; for links from findings.</param>
internal sealed record InitializationOptions(string? Documentation);

internal sealed record ClientInfo(string Name);

internal sealed record WorkspaceFolder(string Uri);

internal sealed record ClientCapabilities(TextDocumentClientCapabilities? TextDocument);

internal sealed record TextDocumentClientCapabilities(CompletionClientCapabilities? Completion);

internal sealed record CompletionClientCapabilities(CompletionItemCapabilities? CompletionItem);

internal sealed record CompletionItemCapabilities(bool? SnippetSupport);

internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

internal sealed record ServerInfo(string Name, string Version);

internal sealed record ServerCapabilities
{
    public string PositionEncoding { get; init; } = "utf-16";

    public TextDocumentSyncOptions TextDocumentSync { get; init; } = new();

    public CompletionOptions CompletionProvider { get; init; } = new();

    public bool HoverProvider { get; init; } = true;

    public bool DefinitionProvider { get; init; } = true;

    public bool ReferencesProvider { get; init; } = true;

    public RenameOptions RenameProvider { get; init; } = new();

    public bool DocumentSymbolProvider { get; init; } = true;

    public bool DocumentFormattingProvider { get; init; } = true;

    public CodeActionOptions CodeActionProvider { get; init; } = new();

    public bool FoldingRangeProvider { get; init; } = true;

    public SemanticTokensOptions SemanticTokensProvider { get; init; } = new();
}

internal sealed record TextDocumentSyncOptions
{
    public bool OpenClose { get; init; } = true;

    /// <summary>2: incremental.</summary>
    public int Change { get; init; } = 2;

    public SaveOptions Save { get; init; } = new(false);
}

internal sealed record SaveOptions(bool IncludeText);

internal sealed record CompletionOptions
{
    public IReadOnlyList<string> TriggerCharacters { get; init; } = ["."];

    public bool ResolveProvider { get; init; }
}

internal sealed record RenameOptions
{
    public bool PrepareProvider { get; init; } = true;
}

internal sealed record CodeActionOptions
{
    public IReadOnlyList<string> CodeActionKinds { get; init; } = ["quickfix"];
}

internal sealed record SemanticTokensOptions
{
    public SemanticTokensLegend Legend { get; init; } = SemanticTokensLegend.Ours;

    public bool Full { get; init; } = true;
}

internal sealed record SemanticTokensLegend(IReadOnlyList<string> TokenTypes, IReadOnlyList<string> TokenModifiers)
{
    /// <summary>In the order of <see cref="Language.Editing.HighlightKind"/>.</summary>
    public static readonly SemanticTokensLegend Ours = new(
        ["keyword", "property", "parameter", "variable", "function", "type", "class", "namespace", "enumMember", "number", "string", "comment"],
        ["declaration"]);
}
