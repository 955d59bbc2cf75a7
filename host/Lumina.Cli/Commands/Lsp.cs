using System.CommandLine;
using System.Runtime.CompilerServices;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Configuration;
using Lumina.Language.Editing;
using Lumina.Policy.Editing;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina lsp</c>.</summary>
internal sealed class Lsp : Verb
{
    // Editors pass it out of habit; there is no other way.
    private readonly Option<bool> _stdio = new("--stdio") { Description = "Speak over standard input and output, as it does anyway." };

    public Lsp(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "lsp",
            "Serves an editor: findings, completion, navigation and the rest over the Language Server Protocol. An editor starts it; see docs/how-to/editor.md.",
            "lumina lsp") =>
        Add(_stdio);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken) =>
        await ServeAsync(session.World, cancellationToken) ? ExitCode.Done : ExitCode.Failed;

    // By itself, so that the server and what it needs is loaded by this verb alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<bool> ServeAsync(World world, CancellationToken cancellationToken)
    {
        var (input, output) = world.Streams();
        return LanguageServer.LanguageServer.RunAsync(input, output, world.Error, world.Time, cancellationToken, new CSharpChecker(), new PlanReaders(ValueFileReader.Instance, SealedFileReader.Instance));
    }
}
