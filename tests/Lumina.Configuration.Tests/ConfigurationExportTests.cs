using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CsCheck;
using Lumina.Configuration.Exporting;
using Lumina.Language.Plans;

namespace Lumina.Configuration.Tests;

[SuppressMessage("Naming", "CA1707", Justification = "A test's name is a sentence.")]
public sealed class ConfigurationExportTests
{
    private static readonly ConfigurationVersion All = Configurations.With(("LOG_LEVEL", "info")) with
    {
        Variables = Configurations.With(("LOG_LEVEL", "info")).Variables.Add("KEY", new(null, new VaultSecret { Path = "lumina/core", Key = "key", Version = 3 }, "hmac:1", null)),
        Files = Configurations.Empty.Files
            .Add("/etc/app.json", new([new("{\n", null), new(null, new SealedSecret { Name = "pass", Version = 2 }), new("}\n", null)], "hmac:2", "APP", null))
            .Add("plain.txt", new([new("a\n", null)], "hmac:3", null, null)),
    };

    [Fact]
    public void As_env() => Assert.Equal(
        "# KEY is a secret: vault lumina/core key, version 3\nLOG_LEVEL='info'\n# file /etc/app.json, in $APP\n# file plain.txt\n", ConfigurationExport.Env(All));

    [Fact]
    public void As_yaml() => Assert.Equal(
        """
        variables:
          "KEY":
            vault: "lumina/core"
            key: "key"
            version: 3
          "LOG_LEVEL": "info"
        files:
          "/etc/app.json":
            variable: "APP"
            secret: true
            content: "{\n${sealed pass, version 2}}\n"
          "plain.txt":
            content: "a\n"

        """.ReplaceLineEndings("\n"), ConfigurationExport.Yaml(All));

    [Fact]
    public void As_json()
    {
        using var json = JsonDocument.Parse(ConfigurationExport.Json(All));

        Assert.Equal("info", json.RootElement.GetProperty("variables").GetProperty("LOG_LEVEL").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("variables").GetProperty("KEY").GetProperty("version").GetInt32());
        Assert.True(json.RootElement.GetProperty("files").GetProperty("/etc/app.json").GetProperty("secret").GetBoolean());
    }

    [Fact]
    public void As_files_an_absolute_path_begins_in_the_folder_and_none_leads_out_of_it()
    {
        Assert.Equal(["etc/app.json", "plain.txt"], ConfigurationExport.Files(All).Keys);
        Assert.Throws<ArgumentException>(() => ConfigurationExport.Files(Configurations.File("../x", "")));
    }

    [Fact]
    public void Without_secrets_neither_their_variables_nor_their_files_are_there()
    {
        var left = ConfigurationExport.WithoutSecrets(All);

        Assert.Equal(["LOG_LEVEL"], left.Variables.Keys);
        Assert.Equal(["plain.txt"], left.Files.Keys);
    }

    [Fact]
    public void What_is_written_as_env_and_as_yaml_is_read_as_the_same_values() => Gen.String[Gen.Char["a'\"\\$`#= \t\n\u00e9\u2028:{}"], 0, 20].Sample(text =>
    {
        var configuration = Configurations.With(("A", text));

        Assert.Equal(text, Assert.Single(ValueFileReader.Instance.Read("a.env", ConfigurationExport.Env(configuration), null).Values).Text);
        Assert.Equal(text, ValueFileReader.Instance.Read("a.yaml", ConfigurationExport.Yaml(configuration), null).Values.Single(v => v.Name == "variables__A").Text);
    });
}
