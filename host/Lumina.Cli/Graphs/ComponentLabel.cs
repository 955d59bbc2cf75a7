using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Cli.Graphs;

/// <summary>What is written into a component's box.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Runs">Its image, or else its command; null when it has neither.</param>
/// <param name="IsImage">Whether that is an image.</param>
/// <param name="Replicas">How many instances.</param>
internal sealed record ComponentLabel(string Name, string? Runs, bool IsImage, int Replicas)
{
    public static ComponentLabel Of(ComponentSpec component) => new(
        component.Name, component.Image ?? (component.Command.IsDefaultOrEmpty ? null : string.Join(' ', component.Command)),
        component.Image is not null, component.Replicas);

    /// <summary><c>×3</c>; empty for a single instance.</summary>
    public string Times => Replicas == 1 ? "" : "×" + Replicas.ToString(CultureInfo.InvariantCulture);

    /// <summary>All of it, in one or two lines.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return Times.Length == 0 ? Name : $"{Name} {Times}";
            if (Runs is not null) yield return Runs;
        }
    }
}
