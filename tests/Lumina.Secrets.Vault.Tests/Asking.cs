using Lumina.Language.Plans;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>Short words for what all tests do.</summary>
internal static class Asking
{
    private static readonly SecretScope Scope = new("production", "shop", "web");

    public static Task<SecretAnswer<SecretEntry>> ReadAsync(this VaultStore store, string path, int? version = null) =>
        store.ReadAsync(Secret(path, version), Scope, TestContext.Current.CancellationToken);

    public static Task<SecretAnswer<SecretVersion?>> DescribeAsync(this VaultStore store, string path) =>
        store.DescribeAsync(Secret(path), Scope, TestContext.Current.CancellationToken);

    public static Task<SecretAnswer<LeaseTerms>> RenewAsync(this VaultStore store, string lease) => store.RenewAsync(lease, Scope, TestContext.Current.CancellationToken);

    public static Task<SecretAnswer<bool>> RevokeAsync(this VaultStore store, string lease) => store.RevokeAsync(lease, Scope, TestContext.Current.CancellationToken);

    public static VaultSecret Secret(string path, int? version = null) => new() { Path = path, Key = "key", Version = version };

    /// <summary>The value of a key; a test never shows what it is when it is another.</summary>
    public static void Has(string expected, SecretAnswer<SecretEntry> answer, string key = "key")
    {
        Assert.True(answer.Outcome is SecretOutcome.Done, answer.Reason);
        Assert.True(answer.Value!.Values.TryGetValue(key, out var value) && value.RevealText() == expected, $"'{key}' has another value than the one that was written");
    }

    /// <summary>That there is no value, why, and that nothing secret is in the reason.</summary>
    public static void Fails<T>(SecretAnswer<T> answer, SecretOutcome outcome, string code, params string[] says)
    {
        Assert.Equal(outcome, answer.Outcome);
        Assert.EndsWith($"({code})", answer.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", answer.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.All(says, words => Assert.Contains(words, answer.Reason, StringComparison.Ordinal));
    }

    /// <summary>Waits for what a server does in its own time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
            await beat.WaitForNextTickAsync(patience.Token);
    }
}
