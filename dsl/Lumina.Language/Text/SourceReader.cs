using System.Text;
using System.Text.Unicode;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Text;

/// <summary>From the bytes of a file to its text.</summary>
public static class SourceReader
{
    /// <summary>The largest text that is taken for a plan, in UTF-16 code units.</summary>
    public const int LargestText = 32 * 1024 * 1024;

    /// <summary>Decodes UTF-8. A byte order mark stays in the text, so that it can be written back; the language skips it.</summary>
    /// <returns>The text, or the finding that says why there is none: one of the two is null.</returns>
    public static (string? Text, Diagnostic? Problem) Decode(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 4L * LargestText)
            return (null, SyntaxFindings.TextTooLarge(new SourceLocation(file, 0, 0, 1, 1, 1, 1), LargestText));
        var valid = ValidLength(bytes);
        if (valid == bytes.Length)
            return (Encoding.UTF8.GetString(bytes), null);
        var source = new SourceText(file, Encoding.UTF8.GetString(bytes[..valid]));
        return (null, SyntaxFindings.InvalidUnicode(source.Locate(TextSpan.At(source.Length)), $"byte 0x{bytes[valid]:X2} is no UTF-8"));
    }

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return bytes.Length;
        var done = 0;
        while (Rune.DecodeFromUtf8(bytes[done..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            done += consumed;
        return done;
    }
}
