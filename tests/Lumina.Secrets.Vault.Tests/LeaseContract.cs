using static Lumina.Secrets.Vault.Tests.Asking;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>What is lent.</summary>
public sealed class LeaseContract(VaultUnderTest vault)
{
    [Fact]
    public async Task What_is_lent_has_a_lease_and_each_reading_lends_anew()
    {
        using var store = VaultUnderTest.Open(vault.Options());

        var (one, other) = (await store.ReadAsync(vault.Lending), await store.ReadAsync(vault.Lending));

        Assert.True(one.Outcome is SecretOutcome.Done, one.Reason);
        Assert.True(one.Value!.Values.ContainsKey("password"));
        Assert.True(one.Value.Lease is { IsRenewable: true, Duration.TotalSeconds: > 0 });
        Assert.NotEqual(one.Value.Lease!.Id, other.Value!.Lease!.Id);
        Assert.Null(one.Value.Version);
        Assert.Equal(SecretOutcome.Done, (await store.DescribeAsync(vault.Lending)).Outcome);
        Fails(await store.ReadAsync(vault.Lending, 1), SecretOutcome.Failed, VaultCodes.NoVersions);
    }

    [Fact]
    public async Task A_lease_is_renewed_and_given_back_and_giving_back_twice_is_once()
    {
        using var store = VaultUnderTest.Open(vault.Options());
        var lease = (await store.ReadAsync(vault.Lending)).Value!.Lease!;

        var renewed = await store.RenewAsync(lease.Id);
        Assert.Equal((SecretOutcome.Done, lease.Id), (renewed.Outcome, renewed.Value?.Id));
        Assert.True(renewed.Value!.Duration > TimeSpan.Zero);

        Assert.Equal(SecretOutcome.Done, (await store.RevokeAsync(lease.Id)).Outcome);
        Assert.Equal(SecretOutcome.Done, (await store.RevokeAsync(lease.Id)).Outcome);
        Fails(await store.RenewAsync(lease.Id), SecretOutcome.Failed, VaultCodes.LeaseGone);
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_runs_out()
    {
        using var store = VaultUnderTest.Open(vault.Options());
        var lease = (await store.ReadAsync(vault.Lending)).Value!.Lease!;

        await UntilAsync(() => vault.HasRunOutAsync(lease.Id));

        Fails(await store.RenewAsync(lease.Id), SecretOutcome.Failed, VaultCodes.LeaseGone, "another one");
    }
}
