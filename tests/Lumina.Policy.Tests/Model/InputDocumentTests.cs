using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lumina.Language.Plans;
using Lumina.Policy.Model;

namespace Lumina.Policy.Tests.Model;

public sealed class InputDocumentTests
{
    private static readonly PolicyRequest Request = Requests.Between(
        [Requests.Web with { Image = "ghcr.io/lumina/web:1.3" }, Requests.Core, Requests.Core with { Name = "old" }], [Requests.Web, Requests.Core]) with
    {
        Moment = PolicyMoment.Step,
        Step = new("web", 1, 2, 25m, 8),
    };

    [Fact]
    public void What_is_read_back_is_what_rules_saw()
    {
        var input = InputDocument.Write(Request);

        var read = InputDocument.Read(input.Json.Span);

        Assert.Equal(Text(PolicyModel.Of(Request)), Text(read));
        Assert.Equal(input.Digest, PlanJson.DigestOf(input.Json.Span));
    }

    [Fact]
    public void The_document_is_in_the_words_of_plans()
    {
        var document = JsonNode.Parse(InputDocument.Write(Request).Json.Span)!;
        var web = document["plan"]!["components"]![1]!;

        Assert.Equal("step", (string?)document["moment"]);
        Assert.Equal("canary", (string?)web["strategy"]!["kind"]);
        Assert.Equal(25m, (decimal?)web["strategy"]!["steps"]![0]!["weight"]);
        Assert.Equal(120m, (decimal?)web["strategy"]!["steps"]![0]!["for"]);
        Assert.Equal(1.5m, (decimal?)web["health"]!["startWithin"]);
        Assert.Equal("latest", (string?)web["image"]!["tag"]);
        Assert.Equal(0.5m, (decimal?)web["resources"]!["cpu"]);
        Assert.Equal("info", (string?)web["config"]!["LOG_LEVEL"]);
        Assert.Equal("""{"name":"KEY","kind":"vault","path":"lumina/web","key":"key","version":3,"newest":false}""", web["secrets"]![0]!.ToJsonString());
        var changes = document["deployment"]!["changes"]!.AsArray();
        Assert.Equal(["unchanged", "remove", "update"], changes.Select(change => (string?)change!["action"]));
        Assert.Null(changes[0]!["after"]);
        Assert.Equal("1.3", (string?)changes[2]!["before"]!["image"]!["tag"]);
    }

    [Fact]
    public void A_secret_says_which_version_it_is_and_how_old()
    {
        var pinned = new VaultSecret { Path = "lumina/web", Key = "key", Version = 4, Newest = true, CreatedAt = Requests.Now.AddDays(-2) };
        var web = Requests.Web with
        {
            Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("AHEAD", pinned with { CreatedAt = Requests.Now.AddMinutes(1) }).Add("KEY", pinned),
            Files = ImmutableSortedDictionary<string, ConfigFileSpec>.Empty.Add("tls/key.pem", new() { Pieces = [new(null, new SealedSecret { Name = "tls-key", Version = 2 })] }),
        };

        var secrets = JsonNode.Parse(InputDocument.Write(Requests.Of(web, Requests.Core)).Json.Span)!["plan"]!["components"]![1]!["secrets"]!.AsArray();

        Assert.Equal(
            [
                """{"name":"AHEAD","kind":"vault","path":"lumina/web","key":"key","version":4,"newest":true,"createdAt":"2027-01-29T12:01:00+00:00","age":0}""",
                """{"name":"KEY","kind":"vault","path":"lumina/web","key":"key","version":4,"newest":true,"createdAt":"2027-01-27T12:00:00+00:00","age":172800}""",
                """{"name":"tls/key.pem","kind":"sealed","path":"tls-key","version":2,"newest":true}""",
            ],
            secrets.Select(secret => Regex.Unescape(secret!.ToJsonString())));
    }

    [Fact]
    public void Equal_numbers_are_written_alike() => Assert.Equal(
        InputDocument.Write(Request with { Step = new("web", 1, 2, 25.00m, 8) }).Digest, InputDocument.Write(Request).Digest);

    [Fact]
    public void Another_document_is_refused() => Assert.Throws<JsonException>(() => InputDocument.Read("""{"moment":"plan"}"""u8));

    [Theory]
    [InlineData("web", "docker.io", "web", "latest", null)]
    [InlineData("web:1.4", "docker.io", "web", "1.4", null)]
    [InlineData("lumina/web:1.4", "docker.io", "lumina/web", "1.4", null)]
    [InlineData("ghcr.io/lumina/web", "ghcr.io", "lumina/web", "latest", null)]
    [InlineData("localhost/web:2", "localhost", "web", "2", null)]
    [InlineData("registry.example.com:5000/a/b/web:1.4@sha256:abc", "registry.example.com:5000", "a/b/web", "1.4", "sha256:abc")]
    [InlineData("registry:5000/web@sha256:abc", "registry:5000", "web", null, "sha256:abc")]
    public void Images_are_read_as_engines_do(string text, string registry, string repository, string? tag, string? digest) => Assert.Equal(
        new ImageView { Text = text, Registry = registry, Repository = repository, Tag = tag, Digest = digest }, ImageView.Parse(text));

    [Theory]
    [InlineData("ghcr.io/lumina/web", "ghcr.io/*", true)]
    [InlineData("ghcr.io/lumina/web", "*/web", true)]
    [InlineData("ghcr.io/lumina/web", "*lumina*", true)]
    [InlineData("ghcr.io/lumina/web", "ghcr?io*b", true)]
    [InlineData("ghcr.io/lumina/web", "ghcr.io", false)]
    [InlineData("", "*", true)]
    [InlineData(null, "*", false)]
    public void Patterns_have_stars_and_question_marks(string? text, string pattern, bool isLike) => Assert.Equal(isLike, text.Like(pattern));

    private static string Text(PolicyModel model) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes<object>(new { model.Plan.Components, model.Deployment, model.Environment, model.Clock.Now, model.Step, model.Moment }));
}
