using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Lumina.Policy.Opa;

/// <summary>Which OPA is asked, and how: <c>Lumina:Policy:Opa</c> in a host's configuration. <see cref="Problems"/> says what is wrong with it.</summary>
public sealed partial record OpaOptions
{
    /// <summary>Its address: <c>https://opa.example.com:8181</c>. A path before <c>/v1</c> may be in it.</summary>
    public string Server { get; init; } = "";

    /// <summary>The path of the decision below <c>/v1/data</c>: the package <c>lumina</c> is <c>lumina</c>, <c>acme.deploy</c> is <c>acme/deploy</c>.</summary>
    public string Decision { get; init; } = "lumina";

    /// <summary>A file with the token that is shown to OPA. Read at each question, so that it can be changed; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Certificates (PEM) that vouch for OPA's, in place of those that the machine trusts; null for these.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether it may be another machine without TLS: whoever is on the way then reads what is asked, and can answer in its place. Never with a token.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>How long a question may take with all its repetitions, 10 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a question is asked again when there was no connection or it broke off, 0 to 10.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long is waited before it is asked again, doubled each time; 0 to 1 minute.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After how many questions in a row of half a minute, of which half or more had no answer, OPA is not asked for a while; 2 to 1,000.</summary>
    public int BreakAfter { get; init; } = 4;

    /// <summary>How long it is not asked then, 500 ms to 1 hour.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may be, in bytes: 1 KiB to 64 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How much one answer may decide: 1 to 1,000,000.</summary>
    public int MaxDecisions { get; init; } = 10_000;

    /// <summary>Who is asked when a policy wants approval and names nobody; when there is nobody here either, it is a denial.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>By environment what follows when OPA is not there: <c>deny</c> (everywhere unless given) or <c>warn</c>.</summary>
    public IReadOnlyDictionary<string, string> OnUnavailable { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether an environment's deployments go on, with a warning, when OPA is not there.</summary>
    public bool WarnsWhenUnavailable(string environment) => OnUnavailable.TryGetValue(environment, out var word) && word is "warn";

    /// <summary>All that is wrong with it, in sentences; none when it can be used.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        void Check(bool isRight, string otherwise)
        {
            if (!isRight)
                problems.Add(otherwise);
        }

        var isAddress = Uri.TryCreate(Server, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0;
        Check(isAddress, $"'{Server}' is no address of an OPA: write it as https://opa.example.com:8181.");
        Check(address?.UserInfo is null or "", "The address of OPA has a user in it: a token belongs into a file.");
        var isInTheOpen = isAddress && address is { Scheme: "http", IsLoopback: false };
        Check(TokenFile is null || !isInTheOpen, "The token would be sent to another machine in the open: use https.");
        Check(
            TokenFile is not null || !isInTheOpen || PlainHttp,
            $"Whoever is on the way to {Server} could answer in OPA's place: use https. When nobody can listen or meddle there, say so with --opa-plain-http.");
        Check(CaFile is null || !isAddress || address?.Scheme is "https", "There is a file with certificates, but the address is not https.");
        Check(DecisionPath().IsMatch(Decision), $"'{Decision}' is no path of a decision: write it as lumina or acme/deploy.");
        Check(TokenFile is null || TokenIn(TokenFile) is not null, $"{TokenFile} has no token that can be read: one line of letters, digits and signs.");
        Check(CaFile is null || CertificatesIn(CaFile) is { Count: > 0 }, $"{CaFile} has no certificates that can be read: PEM is expected.");
        Check(Within(Timeout, 10, 300_000), "The time for a question is 10 ms to 5 minutes.");
        Check(Retries is >= 0 and <= 10, "A question is asked again 0 to 10 times.");
        Check(Within(Backoff, 0, 60_000), "The wait before it is asked again is 0 to 1 minute.");
        Check(BreakAfter is >= 2 and <= 1000, "OPA is left alone after 2 to 1,000 questions without an answer.");
        Check(Within(BreakFor, 500, 3_600_000), "OPA is left alone for 500 ms to 1 hour.");
        Check(MaxAnswerBytes is >= 1024 and <= 64 * 1024 * 1024, "An answer may have 1,024 to 67,108,864 bytes.");
        Check(MaxDecisions is >= 1 and <= 1_000_000, "An answer may decide 1 to 1,000,000 things.");
        Check(Approvers.All(who => !string.IsNullOrWhiteSpace(who)), "An approver has no name.");
        foreach (var (environment, word) in OnUnavailable.OrderBy(e => e.Key, StringComparer.Ordinal))
            Check(word is "warn" or "deny", $"When OPA is not there, {environment} can warn or deny, but not '{word}'.");
        return problems.ToImmutable();
    }

    /// <summary>The token in a file; null when there is none that can be read and shown. Never say what is in it.</summary>
    internal static string? TokenIn(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 and < 16_384 } token && token.All(c => c is > ' ' and <= '~') ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    internal static X509Certificate2Collection? CertificatesIn(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or CryptographicException)
        {
            return null;
        }
    }

    private static bool Within(TimeSpan time, double least, double most) => time.TotalMilliseconds >= least && time.TotalMilliseconds <= most;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*(/[A-Za-z_][A-Za-z0-9_-]*)*\z")]
    private static partial Regex DecisionPath();
}
