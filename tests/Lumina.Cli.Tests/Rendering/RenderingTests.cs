using System.Globalization;
using Lumina.Api;
using Lumina.Cli.Progress;
using Lumina.Cli.Tests.Fakes;
using Spectre.Console;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests.Rendering;

/// <summary>What a person sees on a narrow, a usual and a wide terminal; Goldens/ holds it.</summary>
public sealed class RenderingTests : IDisposable
{
    private readonly Desk _desk = new Desk().WithHost();

    public static TheoryData<string, string, int> Screens()
    {
        var screens = new TheoryData<string, string, int>();
        foreach (var width in (int[])[60, 80, 120])
        {
            screens.Add("status", "status", width);
            screens.Add("plan", "plan", width);
            screens.Add("graph", "graph", width);
            screens.Add("history", "history", width);
            screens.Add("show", "show 3E4F", width);
            screens.Add("up-rolled-back", "up", width);
        }

        return screens;
    }

    public void Dispose() => _desk.Dispose();

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task A_report_fits_its_terminal(string name, string line, int width)
    {
        _desk.Variables["COLUMNS"] = width.ToString(CultureInfo.InvariantCulture);
        _desk.Components =
        [
            Spec("core", "memory", "providers", "security"), Spec("memory"), Spec("providers"), Spec("security"), Spec("web", "core"),
        ];
        AnswerEverything();

        await _desk.TypeAsync(line);

        Assert.Empty(_desk.Error);
        // Lines with a time are for logs, where nothing is broken.
        Assert.All(_desk.Out.Split('\n').Where(text => !text.StartsWith("12:", StringComparison.Ordinal)), text => Assert.True(text.TrimEnd().Length <= width, text));
        Golden.Check($"tests/Lumina.Cli.Tests/Goldens/{name}-{width}.txt", Trimmed(_desk.Out));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Progress_fits_its_terminal(int width)
    {
        ComponentResult[] components =
        [
            Component("memory", "live", "live"), Component("providers", "rolling-out", step: 2), Failing with { State = "failed" },
            Component("security", "restoring"), Component("web", "waiting", step: 0, seconds: 0), Component("search", "waiting", step: 0, seconds: 0),
        ];
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer), Interactive = InteractionSupport.No });
        console.Profile.Width = width;

        console.Write(ProgressTable.Of(components, component => component.Seconds, width, rows: 5));

        Golden.Check($"tests/Lumina.Cli.Tests/Goldens/progress-{width}.txt", Trimmed(writer.ToString()));
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    private void AnswerEverything() => _desk.Host
        .Answer("GET /api/v1/status?plan=lumina&environment=development", [Running], ApiJson.Default.PlanStatusArray)
        .Answer("POST /api/v1/preview", Changing, ApiJson.Default.Preview)
        .Answer("GET /api/v1/deployments?plan=lumina&limit=20", [Summary("succeeded"), Summary("rolled-back", 75, reason: "core failed")], ApiJson.Default.DeploymentSummaryArray)
        .Answer("GET /api/v1/deployments?limit=1000", [Summary("rolled-back")], ApiJson.Default.DeploymentSummaryArray)
        .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
        .Stream(Events(0), [Of(1, Component("core", "rolling-out")), Of(7, Failing)], ApiJson.Default.DeploymentEvent)
        .Answer(Detail, RolledBack, ApiJson.Default.DeploymentDetail);
}
