namespace Lumina.Secrets.Redaction;

/// <summary>
/// The pieces of a long form that are looked for instead of the whole: next to each other, so that nothing is left of the whole, and something of whatever
/// is printed of it in one go, if it is twice as long as a piece.
/// </summary>
internal static class Pieces
{
    private const int Length = 48;

    public static IEnumerable<byte[]> Of(byte[] form)
    {
        for (var start = 0; start + Length <= form.Length; start += Length)
            yield return form[start..(start + Length)];
        // The last one may overlap with that before it.
        yield return form[Math.Max(0, form.Length - Length)..];
    }
}
