namespace Lumina.Language.Text;

/// <summary>A piece of a text: offsets in UTF-16 code units, the end exclusive.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;

    public static TextSpan At(int position) => new(position, position);
}
