using System.Reflection;
using System.Reflection.Metadata;

namespace Lumina.Architecture.Tests;

/// <summary>What a rule looks at in a type.</summary>
/// <param name="Namespace">Its namespace; that of the outermost type for a nested one.</param>
/// <param name="Name">Its name without the number of type parameters.</param>
/// <param name="IsPublic">Whether other assemblies see it.</param>
/// <param name="IsOpenClass">Whether it is a class that anybody can derive from: neither sealed, nor abstract, nor static.</param>
/// <param name="IsGenerated">Whether a compiler or a source generator made it.</param>
/// <param name="DerivedFrom">Name of the type it derives from; null for none.</param>
internal sealed record DefinedType(string Namespace, string Name, bool IsPublic, bool IsOpenClass, bool IsGenerated, string? DerivedFrom)
{
    /// <summary>The name by which documentation refers to it.</summary>
    public string FullName => Namespace.Length is 0 ? Name : $"{Namespace}.{Name}";

    public static DefinedType Read(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        var outer = type;
        var isPublic = IsVisible(type);
        while (!outer.GetDeclaringType().IsNil)
        {
            outer = metadata.GetTypeDefinition(outer.GetDeclaringType());
            isPublic &= IsVisible(outer);
        }

        var space = metadata.GetString(outer.Namespace);
        return new DefinedType(
            space,
            name.Split('`')[0],
            isPublic,
            (type.Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.Interface)) is 0,
            name.Contains('<') || name == "Program" || space.StartsWith("OrleansCodeGen", StringComparison.Ordinal) || IsMarkedGenerated(metadata, type),
            BaseOf(metadata, type));
    }

    private static bool IsVisible(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic;

    private static string? BaseOf(MetadataReader metadata, TypeDefinition type) => type.BaseType.Kind switch
    {
        _ when type.BaseType.IsNil => null,
        HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name),
        HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType).Name),
        _ => null,
    };

    private static bool IsMarkedGenerated(MetadataReader metadata, TypeDefinition type) =>
        type.GetCustomAttributes().Select(metadata.GetCustomAttribute).Any(attribute =>
            attribute.Constructor.Kind is HandleKind.MemberReference
            && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
            && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) is "GeneratedCodeAttribute" or "CompilerGeneratedAttribute");
}
