using System.Collections.Immutable;
using System.Diagnostics;
using Lumina.Secrets;

namespace Lumina.Deployments.Targets;

/// <summary>
/// What the instances of a revision get that stands in no record: the values of its secrets, and its files with these values in them. It lives as long
/// as the driver's call. It prints as <c>***</c> and serialises to nothing; a driver that has to hand it on has a form of its own for that.
/// </summary>
[DebuggerDisplay("***")]
public sealed class RevisionContents
{
    private readonly ImmutableSortedDictionary<string, SecretValue> _variables;
    private readonly ImmutableSortedDictionary<string, FileContent> _files;

    public RevisionContents(ImmutableSortedDictionary<string, SecretValue> variables, ImmutableSortedDictionary<string, FileContent> files)
    {
        _variables = variables;
        _files = files;
    }

    /// <summary>Of a revision that has neither secrets nor files, and where less is wanted, not more.</summary>
    public static RevisionContents None { get; } = new(ImmutableSortedDictionary<string, SecretValue>.Empty, ImmutableSortedDictionary<string, FileContent>.Empty);

    /// <summary>Environment variables with secret values, by name. The others are in the specification's <c>Config</c>.</summary>
    public ImmutableSortedDictionary<string, SecretValue> RevealVariables() => _variables;

    /// <summary>Files by path, as in the specification's <c>Files</c>.</summary>
    public ImmutableSortedDictionary<string, FileContent> RevealFiles() => _files;

    public override string ToString() => "***";
}

/// <summary>What a file has in it.</summary>
/// <param name="Content">All of it; also for one that is not secret.</param>
/// <param name="IsSecret">Whether a secret is in it.</param>
/// <param name="Variable">The environment variable that says where the instance finds it; null for none.</param>
public sealed record FileContent(SecretValue Content, bool IsSecret, string? Variable)
{
    /// <summary>The values that are in it, for whoever takes them out of what instances print. A program prints a password, seldom the file around it.</summary>
    public ImmutableArray<SecretValue> Secrets { get; init; } = [];
}

/// <summary>What an instance really got.</summary>
/// <param name="Instance">Which.</param>
/// <param name="Revision">Of which revision.</param>
/// <param name="Variables">Fingerprints of the variables that it has, by name: at least those that it should have, as far as they are there; null when they can't be read (<paramref name="Unreadable"/>).</param>
/// <param name="Files">Fingerprints of the files that it finds, by path.</param>
/// <param name="Unreadable">Why the variables can't be read, for a person; null when they can. A program may write over its own environment: that is no difference.</param>
public sealed record InstanceConfiguration(
    string Instance, int Revision, ImmutableSortedDictionary<string, string>? Variables, ImmutableSortedDictionary<string, string> Files, string? Unreadable);

/// <summary>Commands for revisions that have nothing but what is in their specification, or of which fewer are wanted.</summary>
public static class CommandsWithoutContents
{
    public static Task<TargetAnswer> PrepareAsync(this ITarget target, Operation operation, RevisionSpec revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.PrepareAsync(operation, revision, RevisionContents.None, cancellationToken);
    }

    public static Task<TargetAnswer> ScaleAsync(this ITarget target, Operation operation, RevisionSpec revision, int instances, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.ScaleAsync(operation, revision, instances, RevisionContents.None, cancellationToken);
    }
}
