using System.Collections.Concurrent;
using Lumina.LanguageServer.Protocol;

namespace Lumina.LanguageServer;

/// <summary>Tells the client what is wrong, once typing pauses; what has changed meanwhile is told the next time.</summary>
/// <param name="workbench">The documents.</param>
/// <param name="findings">How they are told.</param>
/// <param name="publish">Whom they are told.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where to write what goes wrong.</param>
internal sealed class FindingsPublisher(
    Workbench workbench, Findings findings, Func<PublishDiagnosticsParams, Task> publish, TimeProvider time, TextWriter log)
{
    /// <summary>How long typing has to pause.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    // Of several versions that are due, one is compiled at a time, so that a core stays free for what is asked meanwhile.
    private readonly Lock _compiling = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>A document has changed.</summary>
    public void Changed(string name)
    {
        var next = new CancellationTokenSource();
        _waiting.AddOrUpdate(name, next, (_, before) =>
        {
            before.Cancel();
            return next;
        });
        _ = PublishAsync(name, next.Token);
    }

    /// <summary>A document is not open any more: nothing is wrong with it as far as the client is concerned.</summary>
    public async Task ClosedAsync(string name, string uri)
    {
        if (_waiting.TryRemove(name, out var waiting))
            await waiting.CancelAsync();
        await publish(new PublishDiagnosticsParams(uri, null, []));
    }

    private List<PublishDiagnosticsParams> Compile(string name, CancellationToken cancellationToken)
    {
        lock (_compiling)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var told = new List<PublishDiagnosticsParams>();
            if (workbench.FindByName(name) is not { } open)
                return told;
            var project = workbench.ProjectOf(open.Document);
            foreach (var each in project.Documents)
            {
                // Imported files that are open are told of too: what is wrong with them can depend on who imports them.
                if (workbench.FindByName(each.File) is { } shown && shown.Document == each)
                    told.Add(new PublishDiagnosticsParams(shown.Uri, shown.Version, findings.In(project, each)));
            }
            return told;
        }
    }

    private async Task PublishAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, time, cancellationToken);
            // A thread of its own: the pool's are for answers.
            var found = await Task.Factory.StartNew(
                () => Compile(name, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            foreach (var each in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await publish(each);
            }
        }
        catch (OperationCanceledException)
        {
            // A newer version is waiting.
        }
        catch (ObjectDisposedException)
        {
            // The client has gone.
        }
        catch (Exception bug)
        {
            await log.WriteLineAsync($"lumina lsp: findings of {name}: {bug}");
        }
    }
}
