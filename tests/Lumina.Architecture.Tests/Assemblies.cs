using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Lumina.Architecture.Tests;

/// <summary>Our compiled assemblies, read as data: nothing of them is loaded or run.</summary>
internal static class Assemblies
{
    // Programs are named for their users.
    private static readonly Dictionary<string, string> FileOf = new()
    {
        ["Lumina.Cli"] = "lumina",
        ["Lumina.Host"] = "lumina-host",
        ["Lumina.Agent"] = "lumina-agent",
    };

    /// <summary>The compiled form of each project under dsl, modules and host, by the project's name.</summary>
    public static IReadOnlyDictionary<string, string> Compiled { get; } =
        Repository.Projects
            .Where(project => project.Path.Split('/')[0] is "dsl" or "modules" or "host")
            .Select(project => (project.Name, Path: Path.Combine(AppContext.BaseDirectory, FileOf.GetValueOrDefault(project.Name, project.Name) + ".dll")))
            .Where(assembly => File.Exists(assembly.Path))
            .ToDictionary(assembly => assembly.Name, assembly => assembly.Path);

    /// <summary>Names of the projects whose assemblies an assembly was compiled against and uses.</summary>
    public static IReadOnlyList<string> ReferencesOf(string path)
    {
        using var reader = new PEReader(File.OpenRead(path));
        var metadata = reader.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Select(name => FileOf.FirstOrDefault(program => program.Value == name).Key ?? name),
        ];
    }

    /// <summary>The types that an assembly defines, compiler-made ones left out.</summary>
    public static IReadOnlyList<DefinedType> TypesOf(string path)
    {
        using var reader = new PEReader(File.OpenRead(path));
        var metadata = reader.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions
                .Select(handle => DefinedType.Read(metadata, metadata.GetTypeDefinition(handle)))
                .Where(type => !type.IsGenerated),
        ];
    }
}
