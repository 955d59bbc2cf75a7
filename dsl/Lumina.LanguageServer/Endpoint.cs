using Lumina.Language.Editing;
using Lumina.LanguageServer.Protocol;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Lumina.LanguageServer;

/// <summary>What a client can say: the beginning, the end, and that documents change. Messages are taken one after the other; requests go on
/// beside each other with the documents as they were when the request came.</summary>
internal sealed partial class Endpoint(Workbench workbench, Func<PublishDiagnosticsParams, Task> publish, TimeProvider time, TextWriter log)
{
    private const JsonRpcErrorCode NotInitialized = (JsonRpcErrorCode)(-32002), RequestFailed = (JsonRpcErrorCode)(-32803);

    private readonly TaskCompletionSource<bool> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _parent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Findings _findings = new(null);
    private FindingsPublisher? _publisher;
    private CompletionAnswer _completion = new(takesSnippets: false, asksAgain: false);
    private bool _isShutDown;

    /// <summary>Ends when the client says so; with whether it had said before that it would.</summary>
    public Task<bool> Exit => _exit.Task;

    /// <summary>The process that has started this one, once it is known.</summary>
    public Task<int> Parent => _parent.Task;

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams parameters)
    {
        workbench.Folders =
        [
            .. (parameters.WorkspaceFolders?.Select(f => f.Uri) ?? []).DefaultIfEmpty(parameters.RootUri)
                .OfType<string>().Select(DocumentName.Of).Where(Path.IsPathRooted),
        ];
        _findings = new Findings(parameters.InitializationOptions?.Documentation ?? DocumentationPage.Find());
        _publisher = new FindingsPublisher(workbench, _findings, publish, time, log);
        var isCode = parameters.ClientInfo?.Name.StartsWith("Visual Studio Code", StringComparison.Ordinal) == true;
        _completion = new CompletionAnswer(parameters.Capabilities?.TextDocument?.Completion?.CompletionItem?.SnippetSupport == true, isCode);
        if (parameters.ProcessId is { } parent)
            _parent.TrySetResult(parent);
        var version = typeof(Endpoint).Assembly.GetName().Version?.ToString(3) ?? "";
        return new InitializeResult(new ServerCapabilities(), new ServerInfo("lumina", version));
    }

    [JsonRpcMethod("initialized")]
    public static void Initialized()
    {
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        _isShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void OnExit() => _exit.TrySetResult(_isShutDown);

    [JsonRpcMethod("$/setTrace")]
    public static void SetTrace()
    {
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles")]
    public void FilesChanged()
    {
        workbench.ForgetFiles();
        foreach (var open in workbench.Open)
            _publisher?.Changed(open.Document.File);
    }

    [JsonRpcMethod("workspace/didChangeConfiguration")]
    public static void ConfigurationChanged()
    {
    }

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(DidOpenParams parameters)
    {
        workbench.Add(parameters.TextDocument);
        _publisher?.Changed(DocumentName.Of(parameters.TextDocument.Uri));
    }

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(DidChangeParams parameters)
    {
        if (workbench.Change(parameters.TextDocument, parameters.ContentChanges))
            _publisher?.Changed(DocumentName.Of(parameters.TextDocument.Uri));
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(DocumentParams parameters)
    {
        workbench.ForgetFiles();
        _publisher?.Changed(DocumentName.Of(parameters.TextDocument.Uri));
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public async Task DidCloseAsync(DocumentParams parameters)
    {
        workbench.Remove(parameters.TextDocument.Uri);
        if (_publisher is not null)
            await _publisher.ClosedAsync(DocumentName.Of(parameters.TextDocument.Uri), parameters.TextDocument.Uri);
    }

    /// <summary>The newest state of a document, whatever version the client had in mind.</summary>
    /// <exception cref="LocalRpcException">The client has not begun, has ended, or has no such document open.</exception>
    private PlanDocument DocumentOf(TextDocumentIdentifier which)
    {
        if (_publisher is null)
            throw new LocalRpcException("The client has not sent 'initialize' yet.") { ErrorCode = (int)NotInitialized };
        if (_isShutDown)
            throw new LocalRpcException("The client has sent 'shutdown'.") { ErrorCode = (int)JsonRpcErrorCode.InvalidRequest };
        return workbench.Find(which.Uri)?.Document
            ?? throw new LocalRpcException($"The document {which.Uri} is not open.") { ErrorCode = (int)JsonRpcErrorCode.InvalidParams };
    }
}
