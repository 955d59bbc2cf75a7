using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lumina.Language.Rules;
using Microsoft.Extensions.Logging;

namespace Lumina.Policy.Opa;

/// <summary>Asks OPA, with one request for all that is asked. Whatever it can't be asked, or does not answer as was agreed on, is a denial that says so.</summary>
public sealed partial class OpaEngine : IPolicyEngine, IDisposable
{
    private const string Help = "docs/policy/opa.md#when-opa-does-not-decide";

    private readonly OpaClient _client;
    private readonly ILogger<OpaEngine> _logger;
    private readonly OpaOptions _options;
    private readonly string _asked;

    /// <param name="options">Without <see cref="OpaOptions.Problems"/>.</param>
    /// <param name="time">What time limits and waits go by.</param>
    /// <param name="logger">Is told of every question that had no answer.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public OpaEngine(OpaOptions options, TimeProvider time, ILogger<OpaEngine> logger)
    {
        _client = new OpaClient(options, time);
        _options = options;
        _logger = logger;
        _asked = $"{options.Decision}@{options.Server.TrimEnd('/')}";
    }

    /// <inheritdoc />
    public string Name => "opa";

    public void Dispose() => _client.Dispose();

    /// <inheritdoc />
    public async Task<EngineAnswer> DecideAsync(PolicyRequest request, PolicyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(input);
        var answer = await _client.DecideAsync(input.Json, cancellationToken);
        var result = answer.Result is { } element ? OpaResult.Read(element, _options) : null;
        var version = result is { Revision.Length: > 0 } ? $"{_asked}#{result.Revision}" : _asked;
        Answered(_asked, answer.Took.TotalMilliseconds, answer.ServerTook?.TotalMilliseconds);

        var decisions = ImmutableArray.CreateBuilder<Decision>();
        foreach (var finding in result?.Findings ?? [])
            decisions.Add(Decide(finding));
        if ((answer.Failure ?? result?.Problem) is { } failure)
        {
            var isLetPass = failure.IsUnavailable && _options.WarnsWhenUnavailable(request.Plan.Environment.Name);
            NotDecided(_asked, failure.Code, failure.Message, isLetPass ? "warn" : "deny");
            decisions.Add(Decide(isLetPass
                ? new(RuleEffect.Warn, $"OPA at {_options.Server} did not decide, and on_unavailable = warn lets {request.Plan.Environment.Name} go on without it. {failure.Message}") { Code = failure.Code, Help = Help }
                : new(RuleEffect.Deny, $"OPA at {_options.Server} did not decide. {failure.Message}") { Code = failure.Code, Help = Help }));
        }

        return new(decisions.ToImmutable(), version);

        Decision Decide(OpaFinding finding)
        {
            var rule = finding.Code ?? _options.Decision;
            var subject = finding.Component is { } component ? $"component {component}" : request.Step is { } step ? $"step {step.Number} of {step.Component}" : "deployment";
            return new()
            {
                Id = IdOf(rule, version, subject, request.Moment, input.Digest, finding),
                Engine = Name,
                Rule = rule,
                Version = version,
                Subject = subject,
                Component = finding.Component ?? request.Step?.Component,
                Effect = finding.Effect,
                Message = finding.Message,
                Approval = finding.Approval,
                Help = finding.Help,
                InputDigest = input.Digest,
                Milliseconds = answer.Took.TotalMilliseconds,
            };
        }
    }

    /// <inheritdoc />
    public async Task<EngineHealth> LookAsync(CancellationToken cancellationToken) =>
        new(Name, _asked, await _client.HealthAsync(cancellationToken) is { } failure ? [$"{failure.Code} {failure.Message}"] : []);

    // What it says is in it, since OPA's code is not a rule: it may say several things to one subject.
    private static string IdOf(string rule, string version, string subject, PolicyMoment moment, string input, OpaFinding finding) =>
        "pol-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n', ["opa", rule, version, subject, moment.ToString(), input, finding.Effect.ToString(), finding.Message, .. finding.Approval?.From ?? []]))))[..20];

    [LoggerMessage(8301, LogLevel.Warning, "OPA {Asked} did not decide ({Code}): {Cause} What follows: {Effect}.")]
    private partial void NotDecided(string asked, string code, string cause, string effect);

    [LoggerMessage(8302, LogLevel.Debug, "OPA {Asked} answered after {Milliseconds} ms, of which it took {ServerMilliseconds} ms itself.")]
    private partial void Answered(string asked, double milliseconds, double? serverMilliseconds);
}
