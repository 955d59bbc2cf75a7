using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Changes;

public sealed class SecretChangesTests
{
    [Fact]
    public void Another_version_of_a_sealed_secret_is_a_change_and_another_envelope_is_none()
    {
        var kept = new SealedSecret { Name = "key", Version = 2, Envelope = "canary-one" };
        var newest = new VaultSecret { Path = "shop/web", Key = "key", Version = 3, Newest = true };
        var web = Component("web") with
        {
            Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("ANEW", kept).Add("OLD", new SealedSecret { Name = "key" }).Add("NEXT", kept).Add("VAULT", newest),
        };
        var next = web with
        {
            Secrets = web.Secrets.SetItem("ANEW", kept with { Envelope = "canary-two" }).SetItem("OLD", kept).SetItem("NEXT", kept with { Version = 3, Envelope = "canary-two" })
                .SetItem("VAULT", newest with { Newest = false }),
        };

        var change = ChangePlanner.Compare(Plan(next), Folder, [Running(web)]).Only("web");

        Assert.Equal(ChangeAction.Restart, change.Action);
        Assert.Equal(
            [
                new("secret NEXT", "(secret, version 2)", "(secret, version 3)"),
                new("secret OLD", "(secret, sealed as key)", "(secret, version 2)"),
            ],
            change.Values);
    }

    [Fact]
    public void A_sealed_version_that_was_set_on_another_branch_is_another_one()
    {
        var kept = new SealedSecret { Name = "key", Version = 2, CreatedAt = DateTimeOffset.UnixEpoch };
        var web = Component("web") with { Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("KEY", kept) };
        var other = web with { Secrets = web.Secrets.SetItem("KEY", kept with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) }) };

        var change = ChangePlanner.Compare(Plan(other), Folder, [Running(web)]).Only("web");

        Assert.Equal([new("secret KEY", "(secret, version 2 of 1970-01-01 00:00:00Z)", "(secret, version 2 of 1970-01-02 00:00:00Z)")], change.Values);
    }

    [Fact]
    public void A_rotated_secret_makes_a_restart_and_a_version_is_the_same_however_it_was_found()
    {
        var key = new VaultSecret { Path = "shop/web", Key = "key", Version = 3, Newest = true, CreatedAt = DateTimeOffset.UnixEpoch };
        var web = Component("web") with { Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("KEY", key) };

        ComponentChange With(SecretReference secret) =>
            ChangePlanner.Compare(Plan(web with { Secrets = web.Secrets.SetItem("KEY", secret) }), Folder, [Running(web)]).Only("web");

        var rotated = With(key with { Version = 4, CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(ChangeAction.Restart, rotated.Action);
        Assert.Equal([new("secret KEY", "(secret, version 3)", "(secret, version 4)")], rotated.Values);
        Assert.Equal(ChangeAction.Unchanged, With(key with { Newest = false }).Action);
        Assert.Equal(ChangeAction.Unchanged, With(key with { CreatedAt = null }).Action);
    }

    [Fact]
    public void A_file_that_differs_makes_a_restart_and_shows_no_text()
    {
        static ConfigFileSpec File(params FilePiece[] pieces) => new() { Pieces = [.. pieces], Variable = "APP" };
        var key = new SealedSecret { Name = "tls", Version = 1, Envelope = "canary-one" };
        var web = Component("web") with
        {
            Files = ImmutableSortedDictionary<string, ConfigFileSpec>.Empty.Add("app.json", File(new FilePiece("canary-a", null))).Add("gone.txt", File(new FilePiece("", null)))
                .Add("key.pem", File(new FilePiece(null, key))).Add("same.ini", File(new FilePiece("canary-b", null), new FilePiece(null, key))),
        };
        var next = web with
        {
            Files = web.Files.Remove("gone.txt").SetItem("app.json", File(new FilePiece("canary-c", null)) with { Variable = null })
                .SetItem("key.pem", File(new FilePiece(null, key with { Version = 2, Envelope = "canary-two" })))
                .SetItem("same.ini", File(new FilePiece("canary-b", null), new FilePiece(null, key))),
        };

        var change = ChangePlanner.Compare(Plan(next), Folder, [Running(web)]).Only("web");

        Assert.Equal(ChangeAction.Restart, change.Action);
        Assert.Equal(["file app.json", "file app.json variable", "file gone.txt", "file key.pem"], change.Values.Select(v => v.Path));
        Assert.Matches(@"^\(text [0-9a-f]{8}\)$", change.Values[0].Before);
        Assert.NotEqual(change.Values[0].Before, change.Values[0].After);
        Assert.Equal(("(secret, version 1 sealed as tls)", "(secret, version 2 sealed as tls)"), (change.Values[3].Before, change.Values[3].After));
        Assert.DoesNotContain("canary", string.Join(' ', change.Values), StringComparison.Ordinal);
    }
}
