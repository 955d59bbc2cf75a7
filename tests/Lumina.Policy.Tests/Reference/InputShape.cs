using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lumina.Policy.Model;

namespace Lumina.Policy.Tests.Reference;

/// <summary>The model as the document has it.</summary>
internal static class InputShape
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Types of the model, each behind the one that has it first.</summary>
    public static IReadOnlyList<Type> Types { get; } = Reach();

    public static bool IsModel(Type type) => type.Namespace == typeof(PolicyModel).Namespace && type != typeof(Percent);

    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(p => p.GetMethod!.GetBaseDefinition().DeclaringType == type);

    public static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => !m.IsSpecialName && m.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" or "Parse" or "Of" or "CompareTo"));

    public static bool IsInDocument(PropertyInfo property) => property.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    public static string NameOf(MemberInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public static bool IsNullable(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || Nullability.Create(property).ReadState is NullabilityState.Nullable;

    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    public static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    public static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    /// <summary>The kinds that a type has, by what the document calls them.</summary>
    public static IEnumerable<(string Name, Type Type)> KindsOf(Type type) =>
        type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(kind => ((string)kind.TypeDiscriminator!, kind.DerivedType));

    private static List<Type> Reach()
    {
        var found = new List<Type>();
        Add(typeof(PolicyModel));
        return found;

        void Add(Type type)
        {
            if (!IsModel(type) || found.Contains(type))
                return;
            found.Add(type);
            foreach (var (_, kind) in KindsOf(type))
                Add(kind);
            foreach (var property in PropertiesOf(type))
                Add(ItemOf(property.PropertyType) ?? Bare(property.PropertyType));
        }
    }
}
