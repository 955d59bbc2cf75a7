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
