using System.CommandLine;
using System.Text;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Surroundings;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Fixing;
using Lumina.Language.Formatting;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina fmt</c>.</summary>
internal sealed class Fmt : Verb
{
    private const string StandardInput = "-";

    private readonly Argument<string[]> _plans = new("PLAN")
    {
        Description = $"The plans, and files of rules (.rules); the nearest {PlanFile.DefaultName} unless given, standard input for -.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _check = new("--check") { Description = "Change nothing; name the plans that would change, and end with 2." };

    private readonly Option<bool> _fix = new("--fix")
    {
        Description = "First mend what can be mended in one way only, in plans. With --check, name what would be mended.",
    };

    public Fmt(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "fmt", "Gives plans and rules their canonical layout, in place. What they mean and their comments stay.",
            "lumina fmt", "lumina fmt --check examples/hello.deploy", "lumina fmt policy/images.rules", "lumina fmt --fix", "lumina fmt -")
    {
        Add(_plans);
        Add(_check);
        Add(_fix);
        Add(common.Parameters);
        Add(common.ParameterFile);
        Add(common.NoColour);
        Add(common.Quiet);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var isRight = true;
        foreach (var name in (session.Value(_plans) ?? []).DefaultIfEmpty<string?>(null))
        {
            isRight &= name == StandardInput
                ? await FormatInputAsync(session, cancellationToken)
                : FormatFile(session, PlanFile.Read(session.World.CurrentDirectory, name));
        }

        return isRight ? ExitCode.Done : ExitCode.Wrong;
    }

    private async Task<bool> FormatInputAsync(Session session, CancellationToken cancellationToken)
    {
        var text = await session.World.In.ReadToEndAsync(cancellationToken);
        var result = Format(session, "standard input", session.World.CurrentDirectory, text);
        if (session.Value(_check)) return result.Problems.IsEmpty && !result.Changed;
        await session.World.Out.WriteAsync(result.Text.AsMemory(), cancellationToken);
        return result.Problems.IsEmpty;
    }

    private bool FormatFile(Session session, PlanFile file)
    {
        var result = Format(session, file.Name, file.Folder, file.Text);
        if (!result.Changed) return result.Problems.IsEmpty;
        session.Screen.Result(file.Name);
        if (session.Value(_check)) return false;
        Replace(file, result.Text);
        return true;
    }

    private FormatResult Format(Session session, string name, string folder, string text)
    {
        // What can be mended in one way only is told by the compiler of plans; rules are laid out.
        var mended = session.Value(_fix) && !name.EndsWith(".rules", StringComparison.OrdinalIgnoreCase) ? Mend(session, name, folder, text) : text;
        var result = PlanFormatter.Format(mended, name);
        Findings.Print(session.Screen, _ => mended, result.Problems);
        return result with { Changed = result.Text != text };
    }

    private static string Mend(Session session, string name, string folder, string text)
    {
        var settings = SettingsFile.Near(folder, session.World.CurrentDirectory);
        Findings.Print(session.Screen, file => file == settings.Name ? settings.Text : null, settings.Problems);
        var inputs = LoadedPlan.InputsOf(session.World, name, text, folder, session.Parameters, settings);
        var result = PlanFixer.Fix(text, changed => PlanCompiler.Compile(inputs with { Text = changed }));
        foreach (var (code, _, at, _, fix) in result.Applied)
            session.Screen.Message($"{at.File}:{at.Line}:{at.Column}: {code} {DiagnosticCatalogue.Find(code)?.Name}: {fix?.Title}");
        return result.Text;
    }

    /// <summary>Puts a new file in the place of the old one, so that nobody ever sees half of it.</summary>
    private static void Replace(PlanFile file, string text)
    {
        var target = File.ResolveLinkTarget(file.Path, returnFinalTarget: true)?.FullName ?? file.Path;
        var beside = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            var before = File.ReadAllBytes(target);
            var mark = before.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.ToArray() : [];
            if (!before.AsSpan(mark.Length).SequenceEqual(Encoding.UTF8.GetBytes(file.Text)))
            {
                throw new CliException(
                    ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"The plan {file.Name} is not UTF-8, or was changed meanwhile.", "Nothing was written."));
            }

            File.WriteAllBytes(beside, [.. mark, .. Encoding.UTF8.GetBytes(text)]);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new CliException(
                ExitCode.Failed, new(ProblemCodes.FileUnreadable, $"The plan {file.Name} can't be written: {unwritable.Message}", null));
        }
    }
}
