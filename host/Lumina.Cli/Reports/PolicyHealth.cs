using Lumina.Api;
using Lumina.Cli.Hosts;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>Who decides at a host, and how they are.</summary>
internal static class PolicyHealth
{
    // "sha256:" and enough of it to tell versions apart; JSON has all.
    private const int Digest = 19;

    /// <summary>Null when nothing is set up there, or it does not tell, being older.</summary>
    public static async Task<PolicyStatus?> ReadAsync(FoundHost host, CancellationToken cancellationToken)
    {
        if (host.Health.Policy is not { Count: > 0 }) return null;
        try
        {
            return await host.Client.GetPolicyAsync(cancellationToken);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    public static DoctorCheck CheckOf(PolicyEngineStatus engine) => new("policy " + engine.Name, engine.Problems.Count == 0, TextOf(engine), RemedyOf(engine));

    /// <summary><c>12 rules, 1 waiver, sha256:0123456789ab…</c>, or the first that is wrong.</summary>
    public static string TextOf(PolicyEngineStatus engine)
    {
        if (engine.Problems is [var first, ..]) return engine.Problems.Count == 1 ? first : $"{first} And {engine.Problems.Count - 1} more.";
        var counts = engine is { Rules: { } rules, Waivers: { } waivers } ? $"{Wording.Count(rules, "rule")}, {Wording.Count(waivers, "waiver")}, " : "";
        return counts + Short(engine.Version);
    }

    private static string? RemedyOf(PolicyEngineStatus engine) => engine switch
    {
        { Problems: [] } => null,
        { Name: "opa" } => "As long as it does not decide, it is a denial, but for environments in which it may be away (docs/policy/opa.md).",
        { Version: "" } => "Mend them: there never were rules that could be asked, so everything is denied.",
        _ => $"Mend them: until then the rules before them are asked ({Short(engine.Version)}), with a warning.",
    };

    private static string Short(string version) => version.StartsWith("sha256:", StringComparison.Ordinal) && version.Length > Digest ? version[..Digest] + "…" : version;
}
