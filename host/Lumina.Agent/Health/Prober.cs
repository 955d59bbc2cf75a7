using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lumina.Language.Plans;
using Lumina.Processes;

namespace Lumina.Agent.Health;

/// <param name="Spec">How to check.</param>
/// <param name="Port">Where the instance listens.</param>
/// <param name="Command">What a command check starts; its output goes to <see cref="SpawnRequest.StandardOutput"/>.</param>
internal sealed record ProbeTarget(HealthSpec Spec, int? Port, Func<SpawnRequest>? Command)
{
    /// <summary>Takes out of an answer what nobody may see; told whether the answer went on.</summary>
    public Func<string, bool, string> Redact { get; init; } = (text, _) => text;
}

/// <summary>Asks one instance once whether it is well.</summary>
internal sealed class Prober(TimeProvider clock) : IDisposable
{
    private const int MostOfAnswer = 1024;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(target.Spec.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var what = Describe(target);
        try
        {
            return target.Spec.Kind switch
            {
                HealthKind.Http => await AskAsync(target, what, both.Token),
                HealthKind.Tcp => await ConnectAsync(target, what, both.Token),
                _ => await RunAsync(target, what, both.Token),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(false, $"{what}: no answer within {Duration.Format(target.Spec.Timeout)}");
        }
        catch (Exception e) when (e is HttpRequestException or Win32Exception or IOException or UnauthorizedAccessException or SpawnException)
        {
            return new ProbeResult(false, $"{what}: {Reason(e)}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Describe(ProbeTarget target) => target.Spec.Kind switch
    {
        HealthKind.Http => "GET " + target.Spec.Path,
        HealthKind.Tcp => $"connect to port {target.Port}",
        _ => "health command",
    };

    private async Task<ProbeResult> AskAsync(ProbeTarget target, string what, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{target.Port}{target.Spec.Path}");
        // A kept connection would say that the server lives when only its accept loop is dead.
        request.Headers.ConnectionClose = true;
        using var response = await _http.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        var answer = $"{what}: {status} {target.Redact(response.ReasonPhrase ?? "", false)}";
        if (status is >= 200 and < 400)
            return new ProbeResult(true, answer);

        var body = await ReadStartAsync(target, await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
        return new ProbeResult(false, body.Length == 0 ? answer : answer + " " + ProbeResult.Quote(body));
    }

    private static async Task<ProbeResult> ConnectAsync(ProbeTarget target, string what, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port ?? 0), cancellationToken);
        return new ProbeResult(true, what + ": accepted");
    }

    private static async Task<ProbeResult> RunAsync(ProbeTarget target, string what, CancellationToken cancellationToken)
    {
        if (target.Command is null)
            return new ProbeResult(false, "there is no command to check with");
        var request = target.Command();
        var ended = new TaskCompletionSource<ProcessEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Let go of after the registration below, which may signal it until then.
        using var process = ProcessSpawner.SpawnDetached(request);
        ExitWatcher.Shared.Watch(process, ended.SetResult);
        // Too late or given up: it goes, with whatever it has started.
        await using var kill = cancellationToken.UnsafeRegister(_ => process.SignalGroup(Signals.Kill), null);
        var end = await ended.Task;
        cancellationToken.ThrowIfCancellationRequested();
        if (end.ExitCode == 0)
            return new ProbeResult(true, $"{what}: {end}");

        using var output = File.OpenRead(request.StandardOutput);
        var said = await ReadStartAsync(target, output, cancellationToken);
        return new ProbeResult(false, said.Length == 0 ? $"{what}: {end}" : $"{what}: {end} {ProbeResult.Quote(said)}");
    }

    private static async Task<string> ReadStartAsync(ProbeTarget target, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostOfAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return target.Redact(Encoding.UTF8.GetString(buffer, 0, length), length == buffer.Length);
    }

    private static string Reason(Exception exception) => exception switch
    {
        { InnerException: SocketException inner } => Reason(inner),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException socket => socket.SocketErrorCode.ToString(),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection ended without an answer",
        HttpRequestException http => http.HttpRequestError.ToString(),
        _ => exception.Message,
    };
}
