using static Lumina.Secrets.Vault.Tests.Asking;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>A Vault that was sealed, and how it says it is.</summary>
public sealed class SealContract(VaultUnderTest vault)
{
    [Fact]
    public async Task A_sealed_vault_is_unavailable_and_goes_on_when_it_is_unsealed()
    {
        await vault.PutAsync("sealing", ("key", "canary-sealing"));
        using var before = VaultUnderTest.Open(vault.Options());
        Has("canary-sealing", await before.ReadAsync("sealing"));
        using var after = VaultUnderTest.Open(vault.Options());
        await vault.SealAsync();
        try
        {
            Fails(await before.ReadAsync("sealing"), SecretOutcome.Unavailable, VaultCodes.Sealed);
            Fails(await before.DescribeAsync("sealing"), SecretOutcome.Unavailable, VaultCodes.Sealed);
            Fails(await before.RenewAsync("any/lease"), SecretOutcome.Unavailable, VaultCodes.Sealed);
            Fails(await after.ReadAsync("sealing"), SecretOutcome.Unavailable, VaultCodes.Sealed);
            Fails(await after.CheckAsync(TestContext.Current.CancellationToken), SecretOutcome.Unavailable, VaultCodes.Sealed, "sealed");
        }
        finally
        {
            await vault.UnsealAsync();
        }

        await UntilAsync(async () => (await after.CheckAsync(TestContext.Current.CancellationToken)).Outcome is SecretOutcome.Done);
        Has("canary-sealing", await before.ReadAsync("sealing"));
        Has("canary-sealing", await after.ReadAsync("sealing"));
    }

    [Fact]
    public async Task One_that_is_well_says_its_version_and_as_whom_the_host_is_there()
    {
        using var store = VaultUnderTest.Open(vault.Options());

        var check = await store.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SecretOutcome.Done, check.Outcome);
        Assert.Matches(@"^Vault [0-9.]+\S* at \S+ is active, logged in by token", check.Value);
    }
}
