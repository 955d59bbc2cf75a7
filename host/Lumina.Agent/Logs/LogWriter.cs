using System.Globalization;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Secrets.Redaction;

namespace Lumina.Agent.Logs;

/// <summary>
/// <c>lumina-agent write-log</c>: copies what an instance prints from standard input to its log, without the secrets of its revision, until nobody can print any more.
/// It knows these from what the agent keeps. Without them nothing is copied, and the instance goes on printing all the same.
/// </summary>
internal static class LogWriter
{
    private const int BlockBytes = 64 * 1024;

    public static async Task<int> RunAsync(string state, ComponentKey component, string revision, string log)
    {
        await using var output = new FileStream(log, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var input = Console.OpenStandardInput();
        if (TryReadRedactor(state, component, revision) is { } redactor)
            Copy(input, new RedactingWriter(redactor, new AppendedFile(output)));
        else
            await DropAsync(input, output);
        return 0;
    }

    private static void Copy(Stream input, RedactingWriter writer)
    {
        var buffer = new byte[BlockBytes];
        while (input.Read(buffer) is > 0 and var read)
            writer.Add(buffer.AsSpan(0, read));
        // A program that was killed may have printed half of what it wanted to.
        writer.Finish(isCut: true);
    }

    private static async Task DropAsync(Stream input, FileStream output)
    {
        output.Write("[lumina: nothing is logged, for what is secret could not be told from what is not]\n"u8);
        await input.CopyToAsync(Stream.Null);
    }

    private static Redactor? TryReadRedactor(string state, ComponentKey component, string revision)
    {
        try
        {
            var folder = StateFolder.Look(state);
            return new ContentsStore(folder, new SealingKey(folder.Root), component).Read(int.Parse(revision, CultureInfo.InvariantCulture))?.GetRedactor();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Each write at the file's end, wherever that is by then: a rotation empties the file under its writer.</summary>
    private sealed class AppendedFile(FileStream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => file.Position = value; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.IsEmpty)
                return;
            file.Seek(0, SeekOrigin.End);
            file.Write(buffer);
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
