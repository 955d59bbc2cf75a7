using Lumina.Language.Compilation;

namespace Lumina.Language.Editing;

/// <summary>Who understands the files that a plan reads.</summary>
/// <param name="ValueFiles">Files of values; null for nobody: then their variables are not known.</param>
/// <param name="SealedFile">The file of sealed secrets; null for nobody: then any name will do.</param>
public sealed record PlanReaders(IValueFileReader? ValueFiles, ISealedFileReader? SealedFile)
{
    public static PlanReaders None { get; } = new(null, null);
}
