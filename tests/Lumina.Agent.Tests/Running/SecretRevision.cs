using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Agent.Tests.Running;

/// <summary>A revision with a secret in its variable <c>DB_KEY</c> and in a file, which <c>KEY_FILE</c> names.</summary>
internal static class SecretRevision
{
    public const string Canary = "canary-of-an-agent";

    public static RevisionContents Contents { get; } = new(
        ImmutableSortedDictionary<string, SecretValue>.Empty.Add("DB_KEY", SecretValue.Of(Canary)),
        ImmutableSortedDictionary<string, FileContent>.Empty.Add("key", new FileContent(SecretValue.Of(Canary), true, "KEY_FILE")));

    public static RevisionSpec With(RevisionSpec revision) => revision with
    {
        Spec = revision.Spec with
        {
            Secrets = revision.Spec.Secrets.Add("DB_KEY", new VaultSecret { Path = "a", Key = "b" }),
            Files = revision.Spec.Files.Add("key", new ConfigFileSpec { Pieces = [new FilePiece(null, new VaultSecret { Path = "a", Key = "b" })], Variable = "KEY_FILE" }),
        },
    };
}
