using Lumina.Api;
using Spectre.Console;

namespace Lumina.Cli.Surroundings;

/// <summary>Where output goes and how it looks there. JSON goes to standard output and nothing else does then; a report for a
/// person goes to standard output unless JSON does; messages go to standard error.</summary>
internal sealed class Screen(World world, OutputOptions options)
{
    private const string Escape = "\e[";

    private readonly Lock _gate = new();
    private IAnsiConsole? _console;

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool Json => options.Json;

    /// <summary>Whether only results and problems are wanted.</summary>
    public bool Quiet => options.Quiet;

    /// <summary>Whether the report can be drawn over and over.</summary>
    public bool IsLive => !Json && !Quiet && world.OutIsTerminal && !options.NoLive;

    /// <summary>Columns that a line may have.</summary>
    public int Width => ReportIsTerminal ? world.Width()
        : int.TryParse(world.Variable("COLUMNS"), out var columns) && columns > 0 ? columns
        : 120;

    public int Height => world.Height();

    private TextWriter ReportWriter => Json ? world.Error : world.Out;

    private bool ReportIsTerminal => Json ? world.ErrorIsTerminal : world.OutIsTerminal;

    /// <summary>For tables and what is drawn live.</summary>
    public IAnsiConsole Console => _console ??= CreateConsole();

    /// <summary>A line of the report. Left out when quiet.</summary>
    public void Report(string line, Tone tone = Tone.Plain)
    {
        if (!Quiet) Write(ReportWriter, ReportIsTerminal, line, tone);
    }

    /// <summary>A piece of the text in colour, for the report.</summary>
    public string PaintReport(string text, Tone tone) => Paint(text, tone, ReportIsTerminal);

    /// <summary>A line of what was asked for, such as a log's; also when quiet.</summary>
    public void Result(string line, Tone tone = Tone.Plain) => Write(world.Out, world.OutIsTerminal, line, tone);

    /// <summary>A line for the person, not part of the report. Left out when quiet.</summary>
    public void Message(string line, Tone tone = Tone.Plain)
    {
        if (!Quiet) Write(world.Error, world.ErrorIsTerminal, line, tone);
    }

    /// <summary>Something that went wrong; also when quiet.</summary>
    public void Complaint(string line, Tone tone = Tone.Plain) => Write(world.Error, world.ErrorIsTerminal, line, tone);

    /// <summary>The code, what is wrong and what to do.</summary>
    public void Complaint(Problem problem)
    {
        Complaint($"error {problem.Code}: {problem.Message}", Tone.Bad);
        if (problem.Remedy is { Length: > 0 } remedy) Complaint($"  {remedy}");
    }

    /// <summary>A piece of the text in colour, for standard error.</summary>
    public string PaintComplaint(string text, Tone tone) => Paint(text, tone, world.ErrorIsTerminal);

    /// <summary>Asks; no answer is a no.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        await world.Error.WriteAsync(question.AsMemory(), cancellationToken);
        await world.Error.FlushAsync(cancellationToken);
        // Reading a console can't be cancelled: an interrupt must not wait for the Enter key.
        var answer = await Task.Run(world.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim() is { Length: > 0 } text && "yes".StartsWith(text, StringComparison.OrdinalIgnoreCase);
    }

    private void Write(TextWriter writer, bool isTerminal, string line, Tone tone)
    {
        lock (_gate)
        {
            writer.WriteLine(Paint(isTerminal ? TerminalText.Harmless(line) : line, tone, isTerminal));
            writer.Flush();
        }
    }

    private string Paint(string text, Tone tone, bool isTerminal) =>
        tone == Tone.Plain || !HasColour(isTerminal) ? text : $"{Escape}{Code(tone)}m{text}{Escape}0m";

    private bool HasColour(bool isTerminal) => isTerminal && !options.NoColour && string.IsNullOrEmpty(world.Variable("NO_COLOR"));

    private static string Code(Tone tone) => tone switch
    {
        Tone.Good => "32",
        Tone.Bad => "31",
        Tone.Doubtful => "33",
        Tone.Faint => "90",
        Tone.Strong => "1",
        _ => "0",
    };

    private IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = ReportIsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = HasColour(ReportIsTerminal) ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = IsLive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(ReportWriter),
        });
        console.Profile.Width = Width;
        return console;
    }
}

/// <summary>What a piece of text says by its colour.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Doubtful,
    Faint,
    Strong,
}

/// <param name="Json">Whether the result is wanted as JSON.</param>
/// <param name="NoColour">Whether colour is unwanted.</param>
/// <param name="Quiet">Whether only results and problems are wanted.</param>
/// <param name="NoLive">Whether nothing may be drawn over.</param>
internal sealed record OutputOptions(bool Json, bool NoColour, bool Quiet, bool NoLive = false);
