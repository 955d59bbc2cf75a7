using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CsCheck;
using Lumina.Configuration.Comparing;
using Lumina.Language.Plans;

namespace Lumina.Configuration.Tests;

[SuppressMessage("Naming", "CA1707", Justification = "A test's name is a sentence.")]
public sealed class ConfigurationComparisonTests
{
    [Fact]
    public void A_value_that_is_there_no_more_that_is_new_and_that_is_another()
    {
        var before = Configurations.With(("A", "1"), ("B", "same"), ("C", "3"));
        var after = Configurations.With(("B", "same"), ("C", "4"), ("D", "5"));

        Assert.Equal(
            [("config A", "1", null), ("config C", "3", "4"), ("config D", null, "5")],
            Between(before, after).Select(c => (c.Path, c.Before, c.After)));
    }

    [Fact]
    public void Where_it_was_written_is_no_difference()
    {
        var before = Configurations.With(("A", "1"));
        var after = before with { Variables = before.Variables.SetItem("A", before.Variables["A"] with { Origin = "lumina.deploy:9" }) };

        Assert.Empty(Between(before, after));
    }

    [Fact]
    public void A_secret_is_another_by_its_version_and_by_its_fingerprint()
    {
        var before = Configurations.Secret("KEY", 2, "hmac:1");

        Assert.Equal([("secret KEY", "vault lumina/core key, version 2", "vault lumina/core key, version 3", false)], Shown(Configurations.Secret("KEY", 3, "hmac:2")));
        Assert.Equal([("secret KEY", "vault lumina/core key, version 2", "vault lumina/core key, version 3", true)], Shown(Configurations.Secret("KEY", 3, "hmac:1")));
        Assert.Equal([("secret KEY", "vault lumina/core key, version 2", "vault lumina/core key, version 2", false)], Shown(Configurations.Secret("KEY", 2, "hmac:2")));
        Assert.Empty(Shown(Configurations.Secret("KEY", 2, "hmac:1")));

        IEnumerable<(string, string?, string?, bool)> Shown(ConfigurationVersion after) => Between(before, after).Select(c => (c.Path, c.Before, c.After, c.IsSameValue));
    }

    [Fact]
    public void A_file_is_compared_line_by_line_with_three_lines_around()
    {
        var lines = Enumerable.Range(1, 30).Select(n => $"line {n}").ToArray();
        var before = Configurations.File("app.conf", string.Join('\n', lines) + "\n");
        string[] other = [.. lines[..9], "line ten", .. lines[10..25], .. lines[26..], "more"];
        var after = Configurations.File("app.conf", string.Join('\n', other) + "\n");

        Assert.Equal(
            [
                "@@ -7,7 +7,7 @@", " line 7", " line 8", " line 9", "-line 10", "+line ten", " line 11", " line 12", " line 13",
                "@@ -23,8 +23,8 @@", " line 23", " line 24", " line 25", "-line 26", " line 27", " line 28", " line 29", " line 30", "+more",
            ],
            Assert.Single(Between(before, after)).Lines);
    }

    [Fact]
    public void A_file_with_a_secret_shows_no_line()
    {
        var before = Configurations.File("app.conf", "user canary-user");
        var after = before with { Files = before.Files.SetItem("app.conf", new([new("user canary-user ", null), new(null, new SealedSecret { Name = "pass", Version = 1 })], "hmac:9", null, null)) };

        var change = Assert.Single(Between(before, after));

        Assert.Empty(change.Lines);
        Assert.Equal("hmac:9, with sealed pass, version 1", change.After);
    }

    [Fact]
    public void Any_two_texts_make_lines_that_lead_from_one_to_the_other() => Gen.Select(Text, Text).Sample(
        pair =>
        {
            var (before, after) = pair;
            var at = 0;
            var made = new List<string>();
            var old = before.Split('\n');
            foreach (var line in LineComparison.Of(before + "\n", after + "\n"))
            {
                if (line[0] == '@')
                {
                    var range = line.Split(' ')[1][1..].Split(',').Select(int.Parse).ToArray();
                    var start = range[1] == 0 ? range[0] : range[0] - 1;
                    made.AddRange(old[at..start]);
                    at = start;
                }
                else
                {
                    if (line[0] != '+') Assert.Equal(old[at++], line[1..]);
                    if (line[0] != '-') made.Add(line[1..]);
                }
            }
            made.AddRange(old[at..]);
            Assert.Equal(after.Split('\n'), made);
        });

    private static Gen<string> Text { get; } = Gen.Char["ab"].Array[0, 30].Select(lines => string.Join('\n', lines));

    private static ImmutableArray<ConfigurationChange> Between(ConfigurationVersion before, ConfigurationVersion after) => ConfigurationComparison.Between(before, after).Changes;
}
