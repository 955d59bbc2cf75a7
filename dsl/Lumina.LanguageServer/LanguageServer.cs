using System.Diagnostics;
using System.Runtime;
using Lumina.Language.Editing;
using Lumina.Language.Rules;
using Lumina.LanguageServer.Protocol;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;

namespace Lumina.LanguageServer;

/// <summary>The language server: LSP 3.17 over a pair of streams.</summary>
public static class LanguageServer
{
    /// <summary>Serves one client until it says <c>exit</c>, hangs up, or its process ends.</summary>
    /// <param name="input">What the client says.</param>
    /// <param name="output">What it is told.</param>
    /// <param name="log">For people: what went wrong.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="csharp">Who knows the C# in rules; null for nobody.</param>
    /// <param name="readers">Who understands the files that plans read; null for nobody.</param>
    /// <returns>Whether the client took its leave in good order.</returns>
    public static async Task<bool> RunAsync(Stream input, Stream output, TextWriter log, TimeProvider time, CancellationToken cancellationToken, ICSharpChecker? csharp = null,
        PlanReaders? readers = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(log);
        // Every key makes a new text of a large file; collecting the old ones must not make anybody wait.
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = ProtocolJson.CreateOptions() };
        await using var messages = new ForgivingMessageHandler(output, input, formatter, log);
        using var connection = new JsonRpc(messages)
        {
            // Messages are begun in the order in which they come.
            SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false),
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
        connection.TraceSource.Switch.Level = SourceLevels.Off;
        var endpoint = new Endpoint(
            new Workbench(new PlanFiles(), csharp, readers),
            parameters => connection.NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", parameters), time, log);
        connection.AddLocalRpcTarget(endpoint, new JsonRpcTargetOptions { DisposeOnDisconnect = false });
        connection.StartListening();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hungUp = IgnoreFaultAsync(connection.Completion);
        await Task.WhenAny(endpoint.Exit, hungUp, ParentEndedAsync(endpoint, ending.Token), Task.Delay(Timeout.InfiniteTimeSpan, time, ending.Token));
        await ending.CancelAsync();
        return endpoint.Exit.IsCompleted && await endpoint.Exit;
    }

    /// <summary>A client that was killed can't hang up where its streams are held by others.</summary>
    private static async Task ParentEndedAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var id = await endpoint.Parent.WaitAsync(cancellationToken);
        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    private static async Task IgnoreFaultAsync(Task completion)
    {
        try
        {
            await completion;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // How a connection breaks is of no interest to anybody: the client is gone.
        }
    }
}
