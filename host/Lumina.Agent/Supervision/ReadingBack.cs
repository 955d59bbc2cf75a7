using System.Collections.Immutable;
using System.Text;
using Lumina.Deployments.Targets;
using Lumina.Processes;
using Lumina.Secrets;

namespace Lumina.Agent.Supervision;

/// <summary>Reads what an instance really got: from its process, and from the files that it finds.</summary>
internal static class ReadingBack
{
    /// <returns>Null when it has no process any more.</returns>
    public static InstanceConfiguration? Read(ObservedInstance instance, RevisionSpec revision, ComponentContents contents, FingerprintKey key)
    {
        if (instance.ProcessId is not { } pid)
            return null;
        var variables = ProcessEntry.ReadEnvironment(pid);
        // Over its own variables a program writes its title, for one, from their beginning on. The first and the last of them were there in any case.
        var isWhole = variables is not null && variables.ContainsKey(Markers.Agent) && variables.GetValueOrDefault(Markers.Instance) == instance.Id
            && variables.ContainsKey(Markers.Run);
        var wanted = revision.Spec.Config.Keys.Concat(revision.Spec.Secrets.Keys);
        return new InstanceConfiguration(
            instance.Id, revision.Number,
            isWhole && variables is not null
                ? wanted.Where(variables.ContainsKey).ToImmutableSortedDictionary(name => name, name => key.Of(Encoding.UTF8.GetBytes(variables[name])), StringComparer.Ordinal)
                : null,
            ReadFiles(revision, contents, variables, key),
            isWhole ? null : "the program has written over its variables, or they can't be read");
    }

    private static ImmutableSortedDictionary<string, string> ReadFiles(
        RevisionSpec revision, ComponentContents contents, IReadOnlyDictionary<string, string>? variables, FingerprintKey key)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (path, file) in revision.Spec.Files)
        {
            var said = variables?.GetValueOrDefault(file.IsSecret ? Markers.SecretsFolder : Markers.ConfigFolder);
            // Where it looks; a stranger's folder is not looked into.
            if ((said is not null && contents.Files.IsOwn(said) ? said : contents.Find(revision.Number) is { } kept ? contents.Files.Find(revision.Number, kept, file.IsSecret) : null) is not { } folder)
                continue;
            try
            {
                found[path] = key.Of(File.ReadAllBytes(Path.Combine(folder, path)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not there, for the instance as for us.
                continue;
            }
        }

        return found.ToImmutable();
    }
}
