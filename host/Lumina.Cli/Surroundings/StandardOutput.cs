using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Cli.Surroundings;

/// <summary>Our standard output. Unlike the console's own writer it tells when nobody reads any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BrokenPipe = 32;

    public static TextWriter Open()
    {
        if (!Console.IsOutputRedirected) return Console.Out;
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file may be written to by standard error as well, and a file stream keeps a place of its own in it.
        return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
    }

    /// <summary>Whether it says that the reader has gone away, as <c>head</c> does when it has enough.</summary>
    public static bool ReaderIsGone(IOException exception) => exception.HResult == BrokenPipe;
}
