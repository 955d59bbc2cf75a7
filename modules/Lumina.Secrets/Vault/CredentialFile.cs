namespace Lumina.Secrets.Vault;

/// <summary>Files with what the host logs in with.</summary>
internal static class CredentialFile
{
    public static SecretAnswer<SecretValue> Read(string file)
    {
        try
        {
            // A token is short, and what is longer is something else.
            var text = new FileInfo(file).Length < 64 * 1024 ? File.ReadAllText(file).Trim() : "";
            return VaultToken.IsToken(text)
                ? SecretAnswer.Done(SecretValue.Of(text))
                : Unusable($"{file} has nothing that can be shown to Vault: one line of letters, digits and signs is expected.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unusable($"{file} can't be read by this user.");
        }
    }

    private static SecretAnswer<SecretValue> Unusable(string message) => new VaultFault(VaultCodes.NoCredentials, message).To<SecretValue>();
}
