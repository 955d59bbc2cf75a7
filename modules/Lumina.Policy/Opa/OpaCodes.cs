namespace Lumina.Policy.Opa;

/// <summary>Codes of what goes wrong with OPA: the 83xx group. Stable for ever, each explained in docs/policy/opa.md.</summary>
public static class OpaCodes
{
    /// <summary>There is no connection, or it broke off before the answer was there.</summary>
    public const string NoAnswer = "LUM8300";

    /// <summary>The answer was not there in time.</summary>
    public const string TooSlow = "LUM8301";

    /// <summary>It was not asked, since it did not answer several times before.</summary>
    public const string NotAsked = "LUM8302";

    /// <summary>Its certificate is not to be trusted, or there is no agreement on TLS.</summary>
    public const string NotTrusted = "LUM8303";

    /// <summary>It does not take the token, or there is no token to be had.</summary>
    public const string Unauthorized = "LUM8304";

    /// <summary>It answers with an error, or sends elsewhere.</summary>
    public const string ErrorStatus = "LUM8305";

    /// <summary>What it answers is not HTTP or not JSON.</summary>
    public const string Malformed = "LUM8306";

    /// <summary>It knows no such decision.</summary>
    public const string Undefined = "LUM8307";

    /// <summary>The decision is not what was agreed on.</summary>
    public const string WrongShape = "LUM8308";

    /// <summary>The answer is too long, or decides too much.</summary>
    public const string TooLarge = "LUM8309";

    /// <summary>It does not take a policy file.</summary>
    public const string PolicyRefused = "LUM8320";

    /// <summary>There is no policy to be pushed, or one that can't be read.</summary>
    public const string NothingToPush = "LUM8321";

    /// <summary>A push failed, and what it had changed could not be taken back.</summary>
    public const string NotTakenBack = "LUM8322";
}

/// <summary>Why OPA decided nothing.</summary>
/// <param name="Code">One of <see cref="OpaCodes"/>.</param>
/// <param name="Message">What happened, in a sentence, without anything secret.</param>
/// <param name="IsUnavailable">Whether OPA was not there to be asked; otherwise it was, and something is wrong with it, with what it says or with what it was asked.</param>
public sealed record OpaFailure(string Code, string Message, bool IsUnavailable = false)
{
    /// <summary>What OPA found wrong, and where; for <see cref="OpaCodes.PolicyRefused"/> alone.</summary>
    public System.Collections.Immutable.ImmutableArray<PolicyProblem> Problems { get; init; } = [];
}

/// <summary>Something that is wrong in a policy file, as OPA tells it.</summary>
/// <param name="File">The file, relative to the folder that is pushed; a policy's id in OPA where it is none of it; empty when OPA names none.</param>
/// <param name="Line">From 1; 0 when OPA names none.</param>
/// <param name="Column">From 1; 0 when OPA names none.</param>
/// <param name="Code">OPA's code: <c>rego_parse_error</c>.</param>
/// <param name="Message">OPA's words.</param>
public sealed record PolicyProblem(string File, int Line, int Column, string Code, string Message);
