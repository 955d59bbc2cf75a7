using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Lumina.Policy.Conditions;

/// <summary>The assemblies that conditions are compiled against: those that run, and as few as can be. That keeps compiling fast; it keeps nothing out, which
/// the lists of what is allowed do.</summary>
internal static class References
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Made = new(() =>
    [
        .. new[]
        {
            typeof(object).Assembly, Assembly.Load("System.Runtime"), typeof(Enumerable).Assembly, typeof(SortedSet<>).Assembly,
            typeof(Language.Plans.Plan).Assembly, typeof(Planning.Changes.ChangeSet).Assembly, typeof(Guard).Assembly,
        }.Select(Of),
    ]);

    public static ImmutableArray<MetadataReference> All => Made.Value;

    // From memory: an assembly of a program in one file has no file of its own.
    private static unsafe PortableExecutableReference Of(Assembly assembly) =>
        assembly.TryGetRawMetadata(out var blob, out var length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference()
            : throw new NotSupportedException($"{assembly} has no metadata to compile against.");
}
