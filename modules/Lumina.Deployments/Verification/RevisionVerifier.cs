using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets.Redaction;

namespace Lumina.Deployments.Verification;

/// <summary>Asks over HTTP, or runs a command on the host's machine.</summary>
internal sealed class RevisionVerifier : IRevisionVerifier, IDisposable
{
    /// <summary>The environment variable by which a command finds the revision that it is to look at.</summary>
    public const string AddressVariable = "LUMINA_PREVIEW_URL";

    private const int ShownOutput = 400;

    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64",
        "JAVA_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    public async Task<Verification> VerifyAsync(VerifySpec verify, RevisionSpec revision, string? address, RevisionContents? contents, CancellationToken cancellationToken)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(verify.Timeout);
        try
        {
            return verify.Kind == VerifyKind.Http
                ? await AskAsync(verify, address, within.Token)
                : await RunAsync(verify, revision, address, contents, within.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Verification.Failed(string.Create(CultureInfo.InvariantCulture, $"It took longer than {verify.Timeout.TotalSeconds:0.#} s."));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Verification> AskAsync(VerifySpec verify, string? address, CancellationToken cancellationToken)
    {
        if (address is null)
            return Verification.NotYet("The target gives the new revision no address of its own.");
        var url = address.TrimEnd('/') + verify.Path;
        try
        {
            using var answer = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)answer.StatusCode is >= 200 and < 400
                ? Verification.Passed
                : Verification.Failed(string.Create(CultureInfo.InvariantCulture, $"GET {url} answered {(int)answer.StatusCode}."));
        }
        catch (HttpRequestException nobody)
        {
            return Verification.NotYet($"GET {url}: {nobody.Message}");
        }
    }

    private static async Task<Verification> RunAsync(
        VerifySpec verify, RevisionSpec revision, string? address, RevisionContents? contents, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(verify.Command[0], verify.Command.Skip(1))
        {
            WorkingDirectory = revision.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // The host's own variables open stores and secrets; the command is the plan's.
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToArray())
            start.Environment.Remove(name);
        if (address is not null)
            start.Environment[AddressVariable] = address;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException or IOException)
        {
            return Verification.Failed($"{verify.Command[0]} can't be run: {problem.Message}");
        }
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var said = Shown(await errors, await output, RedactorOf(revision, contents));
            return process.ExitCode == 0
                ? Verification.Passed
                : Verification.Failed(string.Create(CultureInfo.InvariantCulture, $"{verify.Command[0]} ended with {process.ExitCode}{said}"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Null when the revision has secrets that can't be looked for: they are not in memory, or too short to be found.</summary>
    private static Redactor? RedactorOf(RevisionSpec revision, RevisionContents? contents)
    {
        if (!revision.Spec.SecretReferences().Any())
            return Redactor.None;
        if (contents is null)
            return null;
        var secret = contents.RevealVariables().Concat(contents.RevealFiles().Where(file => file.Value.IsSecret)
            .SelectMany(file => file.Value.Secrets.Append(file.Value.Content).Select(value => KeyValuePair.Create(file.Key, value))));
        return Redactor.Of(secret) is { TooShort.IsEmpty: true } redactor ? redactor : null;
    }

    private static string Shown(string errors, string output, Redactor? redactor)
    {
        var text = (string.IsNullOrWhiteSpace(errors) ? output : errors).Trim();
        if (text.Length == 0)
            return ".";
        if (redactor is null)
            return "; what it printed is not repeated here, since the revision's secrets could not be taken out of it.";
        // Before it is cut: half a value would not be found.
        text = redactor.Redact(text);
        return ": " + (text.Length > ShownOutput ? "…" + text[^ShownOutput..] : text);
    }
}
