using System.Collections.Immutable;
using System.Net;
using System.Text;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using Lumina.Configuration;
using Lumina.Language.Plans;

namespace Lumina.Cli.Tests;

public sealed class ConfigVerbTests : IDisposable
{
    private const string Listed = "GET /api/v1/configurations/development/lumina/core";

    private readonly Desk _desk = new Desk { Width = 120 }.WithHost();

    public ConfigVerbTests()
    {
        Answer(
            new ComponentConfiguration(2, "sha256:b", "sha256:2", true) { Since = new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero), Deployment = "dep-b", Revision = 5 },
            new ComponentConfiguration(1, "sha256:a", "sha256:1", false) { Since = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), Deployment = "dep-a", Revision = 3 });
        Answer(1, Configuration("info", 2, "a\nb\n"));
        Answer(2, Configuration("debug", 3, "a\nc\n"));
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task List_has_the_newest_first_and_marks_what_runs()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config list core"));

        Assert.Matches(@"\n2 +runs +\S.* 5 +dep-b *\n1 +\S.* 3 +dep-a", _desk.Out);
    }

    [Fact]
    public async Task Show_tells_where_each_value_was_written_and_no_secret()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config show core"));

        Assert.StartsWith("configuration 2 of core in development", _desk.Out, StringComparison.Ordinal);
        Assert.Matches(@"LOG_LEVEL +debug +lumina\.deploy:4", _desk.Out);
        Assert.Matches(@"DB_KEY +\(vault lumina/core key, version 3\)", _desk.Out);
        Assert.Contains("file app.conf\n  a\n  c\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_JSON_has_the_same()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config show core 1 --output json"));

        Assert.Contains("\"number\": 1", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("\"secret\": \"vault lumina/core key, version 2\"", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("\"origin\": \"lumina.deploy:4\"", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_compares_the_last_two()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config diff core"));

        Assert.Equal(
            """
            configurations 1 and 2 of core in development
            ~ secret DB_KEY: vault lumina/core key, version 2 → vault lumina/core key, version 3
            ~ config LOG_LEVEL: "info" → "debug"
            ~ file app.conf: hmac:b → hmac:c
                @@ -1,2 +1,2 @@
                 a
                -b
                +c

            """.ReplaceLineEndings("\n"), _desk.Out);
    }

    [Fact]
    public async Task Diff_of_the_same_finds_nothing()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config diff core 2 2"));

        Assert.EndsWith("nothing is another\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_writes_variables_and_leaves_secrets_out_when_asked_to()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config export core --no-secrets"));

        Assert.Equal("LOG_LEVEL='debug'\n# file app.conf\n", _desk.Out);
    }

    [Fact]
    public async Task Export_writes_files_into_a_folder()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config export core 1 --format files --out made"));

        Assert.Equal("a\nb\n", await File.ReadAllTextAsync(Path.Combine(_desk.Folder, "made", "app.conf"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_need_a_folder()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("config export core --format files"));

        Assert.Contains("--format files and --out DIR belong together", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_without_a_configuration_has_nothing_to_show()
    {
        _desk.Host.Forget(Listed);
        Answer();

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("config show core"));
        Assert.Contains("error LUM7100: core has no configuration in development yet.", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_archived_is_said()
    {
        _desk.Host.Forget(Listed).Answer(
            Listed, new ComponentConfigurations("lumina", "development", "core", [new(4, "sha256:d", "sha256:4", true)]) { ArchivedIn = "/var/a.jsonl.gz" }, ApiJson.Default.ComponentConfigurations);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("config list core"));
        Assert.Contains("older events were archived, on the host's machine in /var/a.jsonl.gz", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_configuration_has_no_finding()
    {
        using var desk = new Desk { UsesLanguage = true };
        var plan = Golden.PathOf("examples/configuration/lumina.deploy");

        Assert.Equal(ExitCode.Done, await desk.TypeAsync($"validate {plan}"));
        Assert.DoesNotContain("LUM", desk.Out + desk.Error, StringComparison.Ordinal);
    }

    private void Answer(params ComponentConfiguration[] found) =>
        _desk.Host.Answer(Listed, new ComponentConfigurations("lumina", "development", "core", found), ApiJson.Default.ComponentConfigurations);

    private void Answer(int number, ConfigurationVersion configuration) => _desk.Host.Answer($"{Listed}/{number}", () => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(Encoding.UTF8.GetString(ConfigurationJson.Write(configuration)), Encoding.UTF8, "application/json"),
    }));

    private static ConfigurationVersion Configuration(string level, int version, string file) => new()
    {
        Variables = ImmutableSortedDictionary.Create<string, ConfiguredValue>(StringComparer.Ordinal)
            .Add("LOG_LEVEL", new(level, null, "hmac:" + level, "lumina.deploy:4"))
            .Add("DB_KEY", new(null, new VaultSecret { Path = "lumina/core", Key = "key", Version = version }, $"hmac:v{version}", null)),
        Files = ImmutableSortedDictionary.Create<string, ConfiguredFile>(StringComparer.Ordinal).Add("app.conf", new([new(file, null)], "hmac:" + file[2], null, null)),
    };
}
