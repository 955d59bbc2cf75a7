using Lumina.Policy.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Policy.Tests;

public sealed class PolicyRegistrationTests : IDisposable
{
    private static readonly Dictionary<string, string> Never = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_rule_that_is_changed_in_its_folder_is_asked_at_the_next_decision()
    {
        var desk = Desk(_folder);
        Write("component.Replicas > 2");
        var first = await DecideAsync(desk, Never);
        Write("component.Replicas >  5");
        var second = await DecideAsync(desk, first.Versions);
        Write("component.Repicas > 2");
        var third = await DecideAsync(desk, second.Versions);

        Assert.True(desk.IsSetUp);
        Assert.Equal(["r: No."], first.Decisions.Select(d => $"{d.Rule}: {d.Message}"));
        Assert.Empty(second.Decisions);
        Assert.NotEqual(first.Versions["rules"], second.Versions["rules"]);
        Assert.Equal(second.Versions["rules"], third.Versions["rules"]);
        Assert.Contains("LUM8205 component has no 'Repicas'.", Assert.Single(third.Decisions).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_set_before_is_named_where_another_has_decided()
    {
        var desk = Desk(_folder);
        Write("component.Replicas > 2");

        var verdict = await DecideAsync(desk, new Dictionary<string, string> { ["rules"] = "sha256:before" });

        Assert.Equal("sha256:before", Assert.Single(verdict.Decisions).EarlierVersion);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_denies() => Assert.True((await DecideAsync(Desk(Path.Combine(_folder, "none")), Never)).IsDenied);

    [Fact]
    public async Task An_answer_comes_with_the_texts_that_the_rules_were_read_from()
    {
        var file = Path.Combine(_folder, "r.rules");
        File.WriteAllText(file, "rule r { applies to deployment  warn \"Mind.\" }");
        var desk = new Provider(new ServiceCollection().AddLuminaPolicy(new() { Rules = [_folder], Reader = RuleTextReader.Read })).Get<IPolicy>();

        var first = await DecideAsync(desk, Never);
        File.WriteAllText(file, "rule r {");
        var second = await DecideAsync(desk, Never);

        Assert.Equal((first.Versions["rules"], File.ReadAllText(file).Length < first.Texts!.Files[0].Text.Length), (first.Texts.Digest, true));
        Assert.EndsWith("/r.rules", Assert.Single(first.Texts.Files).Name, StringComparison.Ordinal);
        Assert.Same(first.Texts, second.Texts);
        Assert.Equal(["policy-rules", "r"], second.Decisions.Select(decision => decision.Rule));
    }

    [Fact]
    public void More_that_is_wrong_than_is_listed_is_wrong()
    {
        // Warnings up to the bound, and behind it the error.
        const string Waiver = "waive careful for component web until 2027-01-31 because \"It is replaced soon.\" by \"anna\"\n";
        (string Name, string Text)[] files =
        [
            ("a.rules", "rule careful { applies to deployment  deny \"No.\" }\n"),
            .. Enumerable.Range(0, 6).Select(i => ($"b{i}.rules", string.Concat(Enumerable.Repeat(Waiver, 1000)))),
            ("z.rules", "rule {"),
        ];

        Assert.False(RuleTextReader.Read(files[..^1]).IsBroken);
        Assert.True(RuleTextReader.Read(files).IsBroken);
        Assert.False(RuleTextReader.Read([]).IsBroken);
    }

    [Fact]
    public void Without_folders_there_is_nothing_to_ask() => Assert.False(Desk().IsSetUp);

    private static IPolicy Desk(params string[] folders) => new Provider(new ServiceCollection().AddLuminaPolicy(new()
    {
        Rules = [.. folders],
        // A file is one condition.
        Reader = files => new(RuleTexts.Set([.. files.Select(file => RuleTexts.Rule(Path.GetFileNameWithoutExtension(file.Name), file.Text))]), []),
    })).Get<IPolicy>();

    private void Write(string condition) => File.WriteAllText(Path.Combine(_folder, "r.rules"), condition);

    private static Task<PolicyVerdict> DecideAsync(IPolicy policy, IReadOnlyDictionary<string, string> earlier) =>
        policy.DecideAsync(Requests.Of(Requests.Web), earlier, TestContext.Current.CancellationToken);

    /// <summary>As much of a container as the registration needs.</summary>
    private sealed class Provider(IServiceCollection services) : IServiceProvider
    {
        public T Get<T>() => (T)GetService(typeof(T))!;

        public object? GetService(Type serviceType) => serviceType == typeof(IEnumerable<IPolicyEngine>)
            ? services.Where(d => d.ServiceType == typeof(IPolicyEngine)).Select(d => (IPolicyEngine)d.ImplementationFactory!(this)).ToArray()
            : services.FirstOrDefault(d => d.ServiceType == serviceType)?.ImplementationFactory!(this);
    }
}
