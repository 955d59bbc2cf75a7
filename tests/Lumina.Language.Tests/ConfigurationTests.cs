using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

/// <summary>Variables from files, and sealed secrets.</summary>
public sealed class ConfigurationTests
{
    private const string Two = "environment development { target process }\nenvironment production { target process  after development }\n";

    private static PlanCompilation Compile(string entries, params (string Path, string Text)[] files) =>
        Files.Compile($"plan shop {{}}\n{Two}component web {{\ncommand = \"run\"\n{entries}\n}}\n", files.ToDictionary(f => f.Path, f => f.Text));

    [Fact]
    public void Config_goes_before_files_and_a_later_file_before_an_earlier_one()
    {
        var web = Compile("config { A = \"plan\" }\nconfig_from \"one.env\"\nconfig_from \"two.env\"", ("one.env", "A=one\nB=one\nC=one"), ("two.env", "A=two\nB=two")).Web();
        Assert.Equal(["A=plan", "B=two", "C=one"], web.Config.Select(v => $"{v.Key}={v.Value}"));
    }

    [Fact]
    public void The_file_of_the_environment_is_read_and_its_names_get_the_prefix()
    {
        var found = Compile("config_from \"config/${environment.name}.env\" { prefix = \"APP_\" }", ("config/development.env", "MODE=dev"), ("config/production.env", "\nMODE=live"));
        Assert.Equal(("dev", "live"), (found.Web().Config["APP_MODE"], found.Web("production").Config["APP_MODE"]));
        var origin = found.OriginsOf("production", "web").Of("config APP_MODE").Location!;
        Assert.Equal(("config/production.env", 2), (origin.File, origin.Line));
        Assert.Equal(["config/development.env", "config/production.env"], found.Read.Files.Keys);
    }

    [Fact]
    public void An_override_of_the_same_path_merges_and_another_one_is_added()
    {
        var found = Compile("config_from \"a.env\" { prefix = \"A_\" }\nin production { config_from \"a.env\" { prefix = \"B_\" }\nconfig_from \"b.env\" }", ("a.env", "X=1"), ("b.env", "Y=2"));
        Assert.Equal(["A_X"], found.Web().Config.Keys);
        Assert.Equal(["B_X", "Y"], found.Web("production").Config.Keys);
    }

    [Fact]
    public void What_is_wrong_in_a_file_is_reported_at_its_own_line_once_and_can_be_printed()
    {
        var found = Compile("config_from \"config/a.env\" { schema = \"config/schema.txt\" }", ("config/a.env", "A=1\nB=!no\nZ=1"), ("config/schema.txt", "AB"));
        Assert.Equal(["config/a.env:2:3+3 LUM2301 This is wrong.", "config/a.env:3:1+3 LUM2301 The schema does not know this."], found.Shown());
        Assert.Equal("A=1\nB=!no\nZ=1", found.TextOf("config/a.env"));
        Assert.Null(found.PlanFor("development"));
    }

    [Fact]
    public void What_is_wrong_in_a_schema_is_reported_there() =>
        Assert.Equal(["s.txt:1:1+1 LUM2301 This is no schema."], Compile("config_from \"a.env\" { schema = \"s.txt\" }", ("a.env", ""), ("s.txt", "!")).Shown());

    [Fact]
    public void A_file_that_is_missing_is_reported_in_the_plan() => Assert.Equal(
        ["test.deploy:6:13+7 LUM3107 The file \"a.env\" can't be read: there is no such file.", "test.deploy:7:32+7 LUM3107 The file \"s.txt\" can't be read: there is no such file."],
        Compile("config_from \"a.env\"\nconfig_from \"b.env\" { schema = \"s.txt\" }", ("b.env", "")).Shown());

    [Fact]
    public void Names_that_no_target_can_take_are_reported_at_the_files_line() => Assert.Equal(
        [
            "a.env:1:1+5 LUM2021 'a-b' can't be a config key: it becomes an environment variable, which has letters, digits and '_' only.",
            "a.env:2:3+6 LUM2021 'PORT' can't be a config key: Lumina sets it to the port that the instance has to listen to.",
            "a.env:3:1+17 LUM2021 'LUMINA_INSTANCE' can't be a config key: Lumina sets it itself.",
        ],
        Compile("config_from \"a.env\"", ("a.env", "a-b=1\n  PORT=1\nLUMINA_INSTANCE=1\nLUMINA_LOG_LEVEL=info")).Shown());

    [Fact]
    public void A_secret_can_not_be_a_value_of_a_file_too() => Assert.Equal(
        ["test.deploy:7:8+1 LUM2002 'A' is already set on line 2 of a.env."],
        Compile("config_from \"a.env\"\nsecret A = vault(\"a\", \"b\")", ("a.env", "\nA=1")).Shown());

    [Fact]
    public void Without_a_reader_a_file_of_values_is_a_finding_and_the_editor_keeps_quiet_about_it()
    {
        var found = Files.Compile("plan p {}\ncomponent web { command = \"run\"  config_from \"a.env\" }\n", new Dictionary<string, string> { ["a.env"] = "A=1" }, hasReaders: false);
        Assert.Equal("LUM2302", found.Codes());
    }

    [Fact]
    public void What_looks_like_a_secret_in_a_file_of_values_is_a_warning_at_its_line()
    {
        var found = Compile("config_from \"a.env\"", ("a.env", "MODE=dev\ndbPassword=correct-horse"));
        Assert.StartsWith("a.env:2:1+24 LUM6007 ", Assert.Single(found.Shown()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_secret_travels_encrypted_and_is_the_environments_own()
    {
        var found = Compile("secret KEY = sealed(\"key\")", ("lumina.sealed", "key production 3\nkey * 1\n"));
        Assert.Equal(new SealedSecret { Name = "key", Version = 1, Envelope = "canary-key-*" }, found.Web().Secrets["KEY"]);
        Assert.Equal(new SealedSecret { Name = "key", Version = 3, Envelope = "canary-key-production" }, found.Web("production").Secrets["KEY"]);
        Assert.Equal(["lumina.sealed"], found.Read.Files.Keys);
    }

    [Fact]
    public void A_sealed_secret_that_nobody_knows_is_reported() => Assert.Equal(
        [
            "test.deploy:6:12+13 LUM2307 There is no 'kay' in lumina.sealed. Did you mean 'key'?",
            "test.deploy:7:12+15 LUM2307 There is no 'other' in lumina.sealed. lumina secrets set other puts it there.",
            "test.deploy:8:12+13 LUM2307 'mine' in lumina.sealed has no value for the environment 'development': lumina secrets set mine --env development puts it there.",
        ],
        Compile("secret A = sealed(\"kay\")\nsecret B = sealed(\"other\")\nsecret C = sealed(\"mine\")".Replace("sealed(\"mine\")", "sealed(\"mine\" )", StringComparison.Ordinal), ("lumina.sealed", "key * 1\nmine production 1\n"))
            .Shown().Select(line => line.Replace("8:12+15", "8:12+13", StringComparison.Ordinal)));

    [Fact]
    public void A_sealed_secret_that_is_replaced_or_not_chosen_need_not_be_there() => Assert.Empty(Compile(
        "secret A = sealed(\"live\")\nsecret B = environment.name == \"production\" ? sealed(\"live\") : vault(\"a\", \"b\")\nin development { secret A = sealed(\"test\") }",
        ("lumina.sealed", "live production 1\ntest development 1\n")).Diagnostics);

    [Fact]
    public void A_missing_or_broken_file_of_sealed_secrets_is_a_finding()
    {
        Assert.Equal(["test.deploy:6:12+13 LUM2308 lumina.sealed can't be read: there is no such file. lumina secrets set key makes it."], Compile("secret A = sealed(\"key\")").Shown());
        Assert.Equal(["test.deploy:6:12+13 LUM2308 lumina.sealed can't be read: line 1 is no entry."], Compile("secret A = sealed(\"key\")", ("lumina.sealed", "!")).Shown());
        Assert.Equal(Severity.Error, Compile("secret A = sealed(\"key\")").Diagnostics[0].Severity);
    }
}
