using System.Reflection;
using System.Runtime.Loader;

namespace Lumina.Policy.Conditions;

/// <summary>A compiled assembly of conditions, loaded so that it goes away when nobody uses it any more.</summary>
internal sealed class ConditionImage
{
    private readonly Type _class;

    private ConditionImage(Type type) => _class = type;

    /// <exception cref="BadImageFormatException">It is none.</exception>
    public static ConditionImage Load(byte[] image)
    {
        var context = new Context();
        try
        {
            using var stream = new MemoryStream(image, writable: false);
            var assembly = context.LoadFromStream(stream);
            return new(Array.Find(assembly.GetTypes(), type => type.Name == ConditionProgram.ClassName)
                ?? throw new BadImageFormatException("There are no conditions in the image."));
        }
        finally
        {
            // It is unloaded once the last delegate is gone.
            context.Unload();
        }
    }

    public T Body<T>(int index)
        where T : Delegate =>
        _class.GetMethod(ConditionProgram.MethodPrefix + index.ToString(System.Globalization.CultureInfo.InvariantCulture), BindingFlags.Static | BindingFlags.Public)
            ?.CreateDelegate<T>() ?? throw new BadImageFormatException($"There is no condition {index} in the image.");

    private sealed class Context() : AssemblyLoadContext("Lumina.Conditions", isCollectible: true)
    {
        // Everything that it refers to is there already; ours may have been loaded in a context of its own.
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == typeof(Guard).Assembly.GetName().Name ? typeof(Guard).Assembly : null;
    }
}
