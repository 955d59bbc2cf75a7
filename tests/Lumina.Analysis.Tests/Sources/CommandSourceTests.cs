using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Sources;

public sealed class CommandSourceTests
{
    private static readonly SourceLimits Short = new() { Time = TimeSpan.FromMilliseconds(300), Bytes = 4096 };

    private static Task<Reading> RunAsync(string script, SourceLimits? limits = null) =>
        Ask.ForAsync(new MetricCheck { Name = "c", Metric = "c", Command = Ask.Shell(script), Max = 1 }, limits);

    [Theory]
    [InlineData("echo 42", 42)]
    [InlineData("echo '  -1.5e3  '", -1500)]
    [InlineData("printf 7", 7)]
    [InlineData("echo noise >&2; echo 3", 3)]
    public async Task The_number_that_it_prints_is_the_metric(string script, double expected) => Assert.Equal(expected, Ask.Number(await RunAsync(script)));

    [Theory]
    [InlineData("echo 1; exit 3", "/bin/sh ended with exit 3")]
    [InlineData("echo cannot connect >&2; exit 1", "/bin/sh ended with exit 1: cannot connect")]
    [InlineData("kill -9 $$", "/bin/sh ended with a signal")]
    [InlineData("echo many words", "/bin/sh printed no number: many words")]
    [InlineData("true", "/bin/sh printed no number")]
    [InlineData("echo 1; echo 2", "/bin/sh printed no number: 1 2")]
    public async Task Anything_else_is_a_failure_that_says_what_happened(string script, string expected) => Assert.Equal(expected, Ask.Failure(await RunAsync(script)));

    [Fact]
    public async Task Not_a_number_is_no_data() => Assert.Equal("the value is NaN", Ask.Nothing(await RunAsync("echo NaN")));

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure()
    {
        var check = new MetricCheck { Name = "c", Metric = "c", Command = ["no-such-program", "x"], Max = 1 };
        Assert.Equal("no-such-program: there is no such program: 'no-such-program x'", Ask.Failure(await Ask.ForAsync(check)));
        Assert.Contains("could not be started", Ask.Failure(await Ask.ForAsync(check with { Command = ["/no/such"] })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_too_long_is_killed_with_all_that_it_has_started()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-analysis-");
        var pids = Path.Combine(folder.FullName, "pids");
        var reading = await RunAsync($"sleep 1000 & echo $! > {pids}; echo $$ >> {pids}; wait", Short);
        Assert.Equal("/bin/sh: was killed, it had not ended within 0.3 s", Ask.Failure(reading));
        Assert.All(await File.ReadAllLinesAsync(pids), pid => Assert.False(IsRunning(pid)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_prints_too_much_is_killed() =>
        Assert.Equal("/bin/sh: printed more than 4096 bytes and was killed", Ask.Failure(await RunAsync("while :; do echo lots of lines; done", Short with { Time = TimeSpan.FromMinutes(1) })));

    [Fact]
    public async Task Who_is_left_behind_with_the_output_open_is_not_waited_for()
    {
        // In a session of its own it is not killed with the group. It says when it has one, and ends when it is told to.
        var folder = Directory.CreateTempSubdirectory("lumina-analysis-");
        var script = $"cd {folder}; mkfifo begun end; setsid sh -c 'echo >begun; read end <end' & read begun <begun; echo 5";
        Assert.Equal(5, Ask.Number(await RunAsync(script)));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "end"), "\n");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_is_told_what_is_asked_about_and_once_for_each_revision()
    {
        var check = new MetricCheck
        {
            Name = "c",
            Metric = "c",
            Command = ["/bin/sh", "-c", "[ $1$LUMINA_COMPONENT$LUMINA_ENVIRONMENT = web.productionwebproduction ] && echo ${LUMINA_REVISION}{{revision}}", "sh", "{{component}}.{{environment}}"],
            Compare = ComparedWith.Baseline,
        };
        var reading = Assert.IsType<MeasuredReading>(await Ask.ForAsync(check));
        Assert.Equal((77.0, 66.0), (Assert.Single(reading.Canary), Assert.Single(reading.Baseline)));
    }

    [Fact]
    public async Task Nothing_of_our_own_variables_reaches_it() =>
        Assert.Equal(0, Ask.Number(await RunAsync("env | grep -c -i -e DOTNET -e HOME || true")));

    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
}
