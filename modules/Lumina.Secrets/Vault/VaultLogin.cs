namespace Lumina.Secrets.Vault;

/// <summary>How the host shows Vault who it is. Files are read anew at each log-in.</summary>
public abstract record VaultLogin
{
    /// <summary>Where the method is mounted below <c>auth/</c>.</summary>
    public string Mount { get; init; } = "";

    /// <summary>For a person: <c>approle</c>.</summary>
    public abstract string Name { get; }
}

/// <summary>A token that somebody has made. One of the two is there.</summary>
/// <param name="File">The file that has it.</param>
/// <param name="Token">The token itself.</param>
public sealed record TokenLogin(string? File, SecretValue? Token = null) : VaultLogin
{
    public override string Name => "token";
}

/// <summary>A role id, and a secret id.</summary>
/// <param name="RoleIdFile">The file with the role id.</param>
/// <param name="SecretIdFile">The file with the secret id; null for roles that want none.</param>
/// <param name="IsWrapped">Whether that file has a token with which the secret id is unwrapped, once.</param>
public sealed record AppRoleLogin(string RoleIdFile, string? SecretIdFile, bool IsWrapped = false) : VaultLogin
{
    public override string Name => "approle";
}

/// <summary>The service account of a pod.</summary>
/// <param name="Role">The role of Vault that it is bound to.</param>
/// <param name="TokenFile">Its token, which Kubernetes renews in its file.</param>
public sealed record KubernetesLogin(string Role, string TokenFile = KubernetesLogin.UsualTokenFile) : VaultLogin
{
    public const string UsualTokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    public override string Name => "kubernetes";
}

/// <summary>A signed token (JWT) of another authority: OIDC, SPIFFE, a CI system.</summary>
/// <param name="Role">The role of Vault; null for the method's default role.</param>
/// <param name="TokenFile">The file with the token.</param>
public sealed record JwtLogin(string? Role, string TokenFile) : VaultLogin
{
    public override string Name => "jwt";
}
