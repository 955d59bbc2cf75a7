using Lumina.Policy.Model;
using Microsoft.CodeAnalysis;

namespace Lumina.Policy.Conditions;

/// <summary>Which types and members an expression may be bound to. Everything else is refused.</summary>
internal static class SymbolAllowList
{
    private const string ModelNamespace = "Lumina.Policy.Model";

    /// <summary>By type, the members that are allowed; operators of all of these types are, and so are <c>ToString()</c> and the values of enums.</summary>
    private static readonly Dictionary<string, HashSet<string>> Members = new()
    {
        ["System.Boolean"] = [],
        ["System.Char"] = ["IsDigit", "IsLetter", "IsLetterOrDigit", "IsUpper", "IsLower", "IsWhiteSpace", "ToLowerInvariant", "ToUpperInvariant"],
        ["System.Int32"] = ["Parse", "MinValue", "MaxValue"],
        ["System.Int64"] = ["Parse", "MinValue", "MaxValue"],
        ["System.Double"] = ["Parse"],
        ["System.Decimal"] = ["Parse"],
        ["System.String"] =
        [
            "Length", "Chars", "this[]", "Contains", "StartsWith", "EndsWith", "IndexOf", "LastIndexOf", "Trim", "TrimStart", "TrimEnd", "ToLowerInvariant", "ToUpperInvariant",
            "ToLower", "ToUpper", "IsNullOrEmpty", "IsNullOrWhiteSpace", "Equals", "Compare", "CompareOrdinal", "Substring", "Split", "Empty",
        ],
        ["System.Array"] = ["Length"],
        ["System.Nullable"] = ["HasValue", "Value", "GetValueOrDefault"],
        ["System.Math"] = ["Abs", "Min", "Max", "Round", "Floor", "Ceiling", "Truncate", "Sign"],
        ["System.TimeSpan"] =
        [
            "Zero", "FromSeconds", "FromMinutes", "FromHours", "FromDays", "FromMilliseconds", "Days", "Hours", "Minutes", "Seconds", "TotalDays", "TotalHours",
            "TotalMinutes", "TotalSeconds", "TotalMilliseconds",
        ],
        ["System.DateTimeOffset"] =
        [
            "Year", "Month", "Day", "Hour", "Minute", "Second", "DayOfWeek", "DayOfYear", "TimeOfDay", "Date", "Offset", "AddDays", "AddHours", "AddMinutes", "AddSeconds",
        ],
        ["System.DateTime"] = ["Year", "Month", "Day", "Hour", "Minute", "Second", "DayOfWeek", "DayOfYear", "TimeOfDay", "Date", "AddDays", "AddHours", "AddMinutes"],
        ["System.DayOfWeek"] = [],
        ["System.StringComparison"] = [],
        ["System.StringSplitOptions"] = [],
        ["Lumina.Planning.Changes.ChangeAction"] = [],
        ["Lumina.Language.Plans.CheckSpan"] = [],
        ["Lumina.Language.Plans.HealthKind"] = [],
        ["Lumina.Language.Plans.InconclusiveMode"] = [],
        ["Lumina.Language.Plans.NoDataMode"] = [],
        ["Lumina.Language.Plans.OnConflict"] = [],
        ["Lumina.Language.Plans.RollbackScope"] = [],
        ["Lumina.Language.Plans.SwitchMode"] = [],
        // What makes longer lists of a list without calling a lambda, and so without being counted, is not on it: Append, Concat, Range, Repeat, Union, Zip.
        ["System.Linq.Enumerable"] =
        [
            "All", "Any", "Average", "Contains", "Count", "Distinct", "DistinctBy", "ElementAt", "ElementAtOrDefault", "Except", "First", "FirstOrDefault", "GroupBy", "Intersect",
            "Last", "LastOrDefault", "Max", "MaxBy", "Min", "MinBy", "OfType", "Order", "OrderBy", "OrderByDescending", "OrderDescending", "Reverse", "Select", "SelectMany",
            "SequenceEqual", "Single", "SingleOrDefault", "Skip", "SkipWhile", "Sum", "Take", "TakeWhile", "ThenBy", "ThenByDescending", "Where",
        ],
        ["System.Linq.IGrouping"] = ["Key"],
        ["System.Linq.IOrderedEnumerable"] = [],
        ["System.Collections.Generic.IEnumerable"] = [],
        ["System.Collections.Generic.IReadOnlyCollection"] = ["Count"],
        ["System.Collections.Generic.IReadOnlyList"] = ["this[]"],
        ["System.Collections.Generic.IReadOnlyDictionary"] = ["this[]", "Keys", "Values", "ContainsKey"],
        ["System.Collections.Generic.CollectionExtensions"] = ["GetValueOrDefault"],
        ["System.Collections.Generic.KeyValuePair"] = ["Key", "Value"],
        ["System.Func"] = [],
    };

    /// <summary>For the page about what conditions may use.</summary>
    public static IEnumerable<(string Type, IReadOnlyCollection<string> Members)> Listed => Members.Select(entry => (entry.Key, (IReadOnlyCollection<string>)entry.Value));

    /// <summary>Members of the model that are for others than conditions.</summary>
    private static readonly HashSet<string> NotForConditions = ["Parse", "GetHashCode", "Equals", "Deconstruct", "<Clone>$", "GetType", "PrintMembers", "EqualityContract", "CompareTo"];

    public static bool IsModel(ITypeSymbol type) =>
        type is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } && type.Name != nameof(PolicyModel) && NamespaceOf(type) == ModelNamespace;

    /// <summary>Whether values may be of a type, and names may name it.</summary>
    public static bool Allows(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType.SpecialType is SpecialType.System_String or SpecialType.System_Char,
        INamedTypeSymbol named => (IsModel(named) || Members.ContainsKey(NameOf(named))) && named.TypeArguments.All(Allows),
        _ => false,
    };

    public static bool Allows(IMethodSymbol method)
    {
        var original = method.ReducedFrom ?? method;
        if (!method.TypeArguments.All(Allows))
            return false;
        if (method is { Name: "ToString", Parameters.IsEmpty: true, IsStatic: false })
            return true;
        return IsOperator(method) ? Allows(method.ContainingType) : method.MethodKind is MethodKind.Ordinary or MethodKind.ReducedExtension && Has(original.ContainingType, original.Name);
    }

    public static bool Allows(IPropertySymbol property) => Has(property.ContainingType, property.IsIndexer ? "this[]" : property.Name);

    public static bool Allows(IFieldSymbol field) => field.ContainingType.TypeKind is TypeKind.Enum ? Allows(field.ContainingType) : Has(field.ContainingType, field.Name);

    /// <summary>What values of a type have for conditions, by name.</summary>
    public static IEnumerable<string> NamesOf(ITypeSymbol type)
    {
        var types = type.TypeKind is TypeKind.Interface ? type.AllInterfaces.Prepend(type) : Bases(type);
        var words = types.Any(t => t is { SpecialType: SpecialType.System_Collections_IEnumerable }) || type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable)
            ? Members["System.Linq.Enumerable"]
            : [];
        return types.SelectMany(t => t.GetMembers()).Where(m => m.DeclaredAccessibility is Accessibility.Public && m switch
        {
            IPropertySymbol { IsIndexer: false } property => Allows(property),
            IFieldSymbol field => Allows(field),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => method.Name != "ToString" && Has(method.ContainingType, method.Name),
            _ => false,
        }).Select(m => m.Name).Concat(words).Distinct().Order(StringComparer.Ordinal);
    }

    private static bool Has(INamedTypeSymbol type, string member) =>
        Allows(type.OriginalDefinition, member) && type.TypeArguments.All(argument => argument is ITypeParameterSymbol || Allows(argument));

    private static bool Allows(INamedTypeSymbol type, string member) =>
        IsModel(type) ? !NotForConditions.Contains(member) : Members.TryGetValue(NameOf(type), out var members) && members.Contains(member);

    private static bool IsOperator(IMethodSymbol method) =>
        method.MethodKind is MethodKind.UserDefinedOperator or MethodKind.BuiltinOperator or MethodKind.Conversion;

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static string NameOf(INamedTypeSymbol type) => type.ContainingType is null ? NamespaceOf(type) + "." + type.Name : "";

    private static string NamespaceOf(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() ?? "";
}
