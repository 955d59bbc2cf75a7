using System.Collections.Immutable;

namespace Lumina.Policy;

/// <summary>One way to decide: rules in process, or OPA. Engines answer by decisions, never by exceptions: an engine that can't decide denies and says why.</summary>
public interface IPolicyEngine
{
    /// <summary><c>rules</c> or <c>opa</c>.</summary>
    string Name { get; }

    /// <param name="request">What is asked.</param>
    /// <param name="input">The same as the input document, and its digest.</param>
    /// <param name="cancellationToken">Ends it; then nothing was decided.</param>
    Task<EngineAnswer> DecideAsync(PolicyRequest request, PolicyInput input, CancellationToken cancellationToken);

    /// <summary>How it is, without asking it anything. What is wrong is in the answer.</summary>
    Task<EngineHealth> LookAsync(CancellationToken cancellationToken);
}

/// <summary>How an engine is.</summary>
/// <param name="Name"><c>rules</c> or <c>opa</c>.</param>
/// <param name="Version">The digest of its rules; for OPA what it is asked. Empty when there never were rules that could be asked.</param>
/// <param name="Problems">What is wrong, in sentences; empty when nothing is.</param>
public sealed record EngineHealth(string Name, string Version, ImmutableArray<string> Problems)
{
    /// <summary>How many rules it has; null when that is not known.</summary>
    public int? Rules { get; init; }

    /// <summary>How many waivers; null when that is not known.</summary>
    public int? Waivers { get; init; }
}

/// <summary>An engine's answer.</summary>
/// <param name="Decisions">What fired.</param>
/// <param name="Version">Which version of its rules was asked.</param>
public sealed record EngineAnswer(ImmutableArray<Decision> Decisions, string Version)
{
    /// <summary>What those rules were read from; null for OPA, which keeps its policies itself.</summary>
    public RuleTexts? Texts { get; init; }
}

/// <summary>The input document of a request.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
public sealed record PolicyInput(ReadOnlyMemory<byte> Json, string Digest)
{
    /// <summary>What it was written from, for those in this process; null when only the document is there.</summary>
    internal Model.PolicyModel? Model { get; init; }
}

/// <summary>Policy as others ask it.</summary>
public interface IPolicy
{
    /// <summary>Whether there is anything to ask: no engine is set up otherwise, and every question is answered by silence.</summary>
    bool IsSetUp { get; }

    /// <summary>Asks all engines at the same time, and puts their answers together.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="earlier">By engine, the versions that this deployment was asked with before; empty when it was not.</param>
    /// <param name="cancellationToken">Ends it; then nothing was decided.</param>
    Task<PolicyVerdict> DecideAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken);
}
