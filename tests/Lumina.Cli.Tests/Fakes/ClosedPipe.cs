using System.Text;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>Standard output after its reader has gone.</summary>
internal sealed class ClosedPipe : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("Broken pipe", 32);
}
