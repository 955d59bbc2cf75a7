using System.Diagnostics.CodeAnalysis;
using CsCheck;
using Lumina.Language.Compilation;

namespace Lumina.Configuration.Tests;

[SuppressMessage("Naming", "CA1707", Justification = "A test's name is a sentence.")]
public sealed class ValueFileReaderTests
{
    private static readonly string[] Marks =
    [
        "{", "}", "[", "]", ":", ": ", ",", "\n", "  ", "- ", "\"", "'", "&a ", "*a", "!t ", "---\n", "...\n", "%YAML 1.2\n", "<<", "|\n", ">-\n", "? ", "#",
        "A=", "export ", "\\", "\\ud800", "null", "1e9", "0x", "\0", "\ud800", "\u2028", "\t", "true", "$ref", "\"pattern\":", "\"type\":",
    ];

    private static readonly string[] Paths = ["a.json", "a.yaml", "a.env"];

    [Theory]
    [InlineData("a.json", """{"LEVEL":"info","db":{"port":5432,"hosts":["a","b"]},"on":true}""", "LEVEL=info db__port=5432 db__hosts__0=a db__hosts__1=b on=true")]
    [InlineData("a.yaml", "LEVEL: info\ndb:\n  port: 5432\n  hosts: [a, b]\non: True", "LEVEL=info db__port=5432 db__hosts__0=a db__hosts__1=b on=true")]
    [InlineData("a.yml", "a: no\nb: 1_000\nc: 0x1F\nd: '1'\ne: &x q\nf: *x", "a=no b=1_000 c=0x1F d=1 e=q f=q")]
    [InlineData("a.env", "# note\nexport A=b # c\nB='x # y'\nC=\"1\\t$2\"\nD=\n", "A=b B=x # y C=1\t$2 D=")]
    [InlineData("a.yaml", "# nothing", "")]
    public void Values_become_variables_in_the_files_order(string path, string text, string expected)
    {
        var answer = ValueFileReader.Instance.Read(path, text, null);

        Assert.Empty(answer.Problems);
        Assert.Equal(expected, string.Join(" ", answer.Values.Select(value => $"{value.Name}={value.Text}")));
    }

    [Theory]
    [InlineData("a.json", "{\n  \"a\": 1,\n  \"a\": 2\n}", "3:3 'a' is there twice.")]
    [InlineData("a.json", "{\"a\": null}", "1:7 'a' has no value")]
    [InlineData("a.json", "{\"a\": 1,}", "This is not JSON")]
    [InlineData("a.json", "[1]", "1:1 A file of values has names")]
    [InlineData("a.json", "{\"a\": \"\\ud800\"}", "half a character")]
    [InlineData("a.yaml", "a: 1\nb: !x 2", "2:4 Tags (!x)")]
    [InlineData("a.yaml", "a: 1\n---\nb: 2", "2:1 A second document")]
    [InlineData("a.yaml", "a: *b", "1:4 Nothing before this has the anchor 'b'")]
    [InlineData("a.yaml", "a: 1\na__b: 2\nx:\n  y: 1\nx__y: 2", "5:1 This is the variable 'x__y', which line 4")]
    [InlineData("a.yaml", "<<: {a: 1}", "merges maps")]
    [InlineData("a.yaml", "a: [1", "This is not YAML")]
    [InlineData("a.env", "A=1\n2B=3", "2:1 A line has to be NAME=value")]
    [InlineData("a.env", "A='x", "1:3 These quotes")]
    [InlineData("a.toml", "a = 1", "no ending")]
    public void What_is_wrong_is_said_at_its_place(string path, string text, string expected)
    {
        var answer = ValueFileReader.Instance.Read(path, text, null);

        Assert.Empty(answer.Values);
        Assert.Contains(Shown(answer), problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_violations_of_a_schema_come_at_once_at_the_files_own_places()
    {
        var schema = new ValueSchema("schema.json", """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["name"],"additionalProperties":false,
             "properties":{"name":{"type":"string"},"port":{"type":"integer"},"zone":{"pattern":"^[a-z]+$"},"level":{"enum":["info","warn"]}}}
            """);

        var answer = ValueFileReader.Instance.Read("a.yaml", "port: x\nzone: A1\nlevel: loud\nother: 1", schema);

        Assert.Empty(answer.Values);
        Assert.Equal(["1:1", "1:7", "2:7", "3:8", "4:1"], answer.Problems.Select(problem => $"{problem.Line}:{problem.Column}"));
        Assert.All(answer.Problems, problem => Assert.Equal("a.yaml", problem.File));
        Assert.Empty(ValueFileReader.Instance.Read("a.yaml", "name: n\nport: 1\nzone: a\nlevel: info", schema).Problems);
    }

    [Theory]
    [InlineData("""{"pattern":"("}""", "1:12 This is no regular expression")]
    [InlineData("""{"pattern":"(a)\\1"}""", "1:12 This pattern looks")]
    [InlineData("""{"$ref":"http://example.com/a.json"}""", "refers to something that is not in it")]
    [InlineData("""{"type":"strong"}""", "not a JSON schema")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "another draft")]
    [InlineData("""{"patternProperties":{"^(a+)+$":{}}}""", "1:2 'patternProperties' is not understood")]
    [InlineData("""[1]""", "not a JSON schema")]
    [InlineData("""{""", "This is not JSON")]
    public void A_broken_schema_is_a_problem_of_the_schemas_file(string text, string expected)
    {
        var answer = ValueFileReader.Instance.Read("a.yaml", "a: b", new("schema.json", text));

        Assert.Empty(answer.Values);
        Assert.Contains(Shown(answer), problem => problem.Contains(expected, StringComparison.Ordinal));
        Assert.All(answer.Problems, problem => Assert.Equal("schema.json", problem.File));
    }

    [Fact]
    public void A_billion_laughs_are_refused_before_they_are_written_out()
    {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        Assert.Contains("more than 10000", Assert.Single(ValueFileReader.Instance.Read("a.yaml", text, null).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.yaml")]
    public void More_than_32_levels_are_refused(string path)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        Assert.Single(ValueFileReader.Instance.Read(path, Nested(32), null).Values);
        Assert.Contains(Shown(ValueFileReader.Instance.Read(path, Nested(33), null)), problem => problem.Contains("More than 32", StringComparison.Ordinal));
        Assert.NotEmpty(ValueFileReader.Instance.Read(path, new string('[', 100_000), null).Problems);
    }

    [Theory]
    [InlineData("a.json", "{", ",", "}")]
    [InlineData("a.yaml", "", "\n", "")]
    public void Ten_thousand_values_are_read_and_one_more_is_not(string path, string before, string between, string after)
    {
        string Text(int count) => before + string.Join(between, Enumerable.Range(0, count).Select(i => $"\"n{i}\": {i}")) + after;

        Assert.Equal(10_000, ValueFileReader.Instance.Read(path, Text(10_000), new("s.json", """{"additionalProperties":{"type":"integer"}}""")).Values.Length);
        Assert.NotEmpty(ValueFileReader.Instance.Read(path, Text(10_001), null).Problems);
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var pieces = Gen.OneOf(Gen.Int[0, Marks.Length - 1].Select(i => Marks[i]), Gen.String);
        Gen.Select(pieces.Array[0, 30], pieces.Array[0, 15], Gen.Int[0, 2].Select(i => Paths[i])).Sample(
            (text, schema, path) =>
            {
                var answer = ValueFileReader.Instance.Read(path, string.Concat(text), null);
                var held = ValueFileReader.Instance.Read("a.json", "{\"a\":1}", new(path, string.Concat(schema)));
                return (answer.Problems.IsEmpty || answer.Values.IsEmpty) && answer.Problems.Concat(held.Problems).All(problem => problem is { Line: > 0, Column: > 0, Length: > 0 });
            },
            iter: 5_000);
    }

    private static IEnumerable<string> Shown(ValueFileAnswer answer) => answer.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Message}");
}
