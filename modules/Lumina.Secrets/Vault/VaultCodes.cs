namespace Lumina.Secrets.Vault;

/// <summary>Codes of what goes wrong with Vault: LUM7140 to LUM7159. Stable for ever, each explained in docs/secrets/vault.md; a reason ends with its code.</summary>
public static class VaultCodes
{
    /// <summary>There is no connection, or it broke off, or no answer came in time.</summary>
    public const string NoAnswer = "LUM7140";

    /// <summary>Vault is sealed.</summary>
    public const string Sealed = "LUM7141";

    /// <summary>It was busy or broken each time that it was asked.</summary>
    public const string Busy = "LUM7142";

    /// <summary>Its certificate is not to be trusted, or there is no agreement on TLS.</summary>
    public const string NotTrusted = "LUM7143";

    /// <summary>What it answers is not what Vault answers, is too long, or sends where nobody follows.</summary>
    public const string Malformed = "LUM7144";

    /// <summary>It refuses to log the host in.</summary>
    public const string LogInRefused = "LUM7145";

    /// <summary>What the host logs in with can't be read.</summary>
    public const string NoCredentials = "LUM7146";

    /// <summary>A wrapped secret id was unwrapped before, or is of another origin: somebody else may have it.</summary>
    public const string UnwrappedBefore = "LUM7147";

    /// <summary>The policies of the host's token don't allow it.</summary>
    public const string Forbidden = "LUM7148";

    /// <summary>There is nothing at that path, or no such version.</summary>
    public const string NotThere = "LUM7149";

    /// <summary>The version was deleted, and can be brought back.</summary>
    public const string Deleted = "LUM7150";

    /// <summary>The version was destroyed for ever.</summary>
    public const string Destroyed = "LUM7151";

    /// <summary>A version was asked for of what has none.</summary>
    public const string NoVersions = "LUM7152";

    /// <summary>It refuses what it was asked, or the path is none that may be asked for.</summary>
    public const string Refused = "LUM7153";

    /// <summary>A lease has run out, or was given back.</summary>
    public const string LeaseGone = "LUM7154";

    /// <summary>It is not initialised, or a node that answers nobody.</summary>
    public const string NotReady = "LUM7155";
}

/// <summary>Why there is no answer to a question.</summary>
/// <param name="Code">One of <see cref="VaultCodes"/>.</param>
/// <param name="Message">What happened and what to do, without anything secret.</param>
/// <param name="IsUnavailable">Whether asking again may help.</param>
internal sealed record VaultFault(string Code, string Message, bool IsUnavailable = false)
{
    public SecretAnswer<T> To<T>() => IsUnavailable ? SecretAnswer.Unavailable<T>($"{Message} ({Code})") : SecretAnswer.Failed<T>($"{Message} ({Code})");
}
