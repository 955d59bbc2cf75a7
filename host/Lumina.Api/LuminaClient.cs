using System.Globalization;
using System.Text;

namespace Lumina.Api;

/// <summary>
/// Talks to a host. Every call may throw <see cref="ProblemException"/> (the host answered that it can't;
/// or whoever answers is not trusted to be one, LUM7021: then nothing was sent), <see cref="HostUnreachableException"/> (nobody answered, or the connection was lost) and <see cref="OperationCanceledException"/>.
/// It never tries again by itself.
/// </summary>
public sealed class LuminaClient : IDisposable
{
    private const string Root = "api/v1/";

    private readonly HostWire _wire;

    /// <summary>A client of the host at that endpoint, and of nobody else: it goes through no proxy and follows no redirect.</summary>
    /// <param name="endpoint">Where it is, and the token for it.</param>
    /// <param name="trust">Whose certificates are taken for a host's; null for those of the machine's authorities.</param>
    /// <exception cref="ProblemException">The token would go over the network in the open (LUM7022).</exception>
    public LuminaClient(HostEndpoint endpoint, HostTrust? trust = null)
        : this(endpoint, new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, SslOptions = (trust ?? HostTrust.OfMachine).Options() })
    {
    }

    internal LuminaClient(HostEndpoint endpoint, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (HostTrust.IsInTheOpen(new(endpoint.Url)))
            throw new ProblemException(0, new(ProblemCodes.InTheOpen, $"The token for {endpoint.Url} could be read on the network.", "Call it at its address with https."));
        Endpoint = endpoint;
        _wire = new(endpoint, handler);
    }

    public HostEndpoint Endpoint { get; }

    public Task<HostHealth> GetHealthAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync("healthz", ApiJson.Default.HostHealth, cancellationToken);

    public Task<Preview> PreviewAsync(PlanSubmission submission, CancellationToken cancellationToken) =>
        _wire.PostAsync(Root + "preview", submission, ApiJson.Default.PlanSubmission, ApiJson.Default.Preview, cancellationToken);

    public Task<RehearsalReport> RehearseAsync(RehearsalRequest request, CancellationToken cancellationToken) =>
        _wire.PostAsync(Root + "rehearsals", request, ApiJson.Default.RehearsalRequest, ApiJson.Default.RehearsalReport, cancellationToken);

    /// <exception cref="PlanRefusedException">The plan has errors; nothing was touched.</exception>
    public Task<DeploymentAccepted> DeployAsync(DeploymentRequest request, CancellationToken cancellationToken) =>
        _wire.PostAsync(
            Root + "deployments", request, ApiJson.Default.DeploymentRequest, ApiJson.Default.DeploymentAccepted, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<DeploymentSummary[]> ListDeploymentsAsync(
        string? plan, string? environment, int limit, CancellationToken cancellationToken, string? component = null) =>
        _wire.GetAsync(
            Root + "deployments" + Query(("plan", plan), ("environment", environment), ("component", component), ("limit", Number(limit))),
            ApiJson.Default.DeploymentSummaryArray,
            cancellationToken);

    public Task<DeploymentDetail> GetDeploymentAsync(string id, CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "deployments/" + Escape(id), ApiJson.Default.DeploymentDetail, cancellationToken);

    /// <summary>All that policy was asked about a deployment, and said.</summary>
    public Task<DeploymentDecisions> GetDecisionsAsync(string id, CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "deployments/" + Escape(id) + "/decisions", ApiJson.Default.DeploymentDecisions, cancellationToken);

    /// <summary>Why a decision was made.</summary>
    public Task<DecisionExplanation> ExplainAsync(string decision, CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "policy/decisions/" + Escape(decision), ApiJson.Default.DecisionExplanation, cancellationToken);

    /// <summary>What a decision was made of: one JSON document.</summary>
    public Task<string> GetDecisionInputAsync(string decision, CancellationToken cancellationToken) =>
        _wire.GetTextAsync(Root + "policy/decisions/" + Escape(decision) + "/input", cancellationToken);

    /// <summary>Who decides what may be deployed, and how they are.</summary>
    public Task<SecretStoreStatus[]> GetSecretStoresAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "secret-stores", ApiJson.Default.SecretStoreStatusArray, cancellationToken);

    public Task<PolicyStatus> GetPolicyAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "policy", ApiJson.Default.PolicyStatus, cancellationToken);

    /// <summary>What happened after a position, and, when following, what happens until the deployment has ended.</summary>
    public IAsyncEnumerable<DeploymentEvent> ReadEventsAsync(string id, long after, bool follow, CancellationToken cancellationToken) =>
        _wire.ReadLinesAsync(
            Root + "deployments/" + Escape(id) + "/events" + Query(("after", Number(after)), ("follow", Flag(follow))),
            ApiJson.Default.DeploymentEvent,
            cancellationToken);

    /// <param name="id">The deployment.</param>
    /// <param name="verb"><c>pause</c>, <c>resume</c>, <c>cancel</c>, <c>promote</c>, <c>skip</c>, <c>approve</c> or <c>reject</c>.</param>
    /// <param name="request">Who and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<DeploymentSummary> ControlAsync(string id, string verb, ControlRequest request, CancellationToken cancellationToken) =>
        _wire.PostAsync(
            Root + "deployments/" + Escape(id) + "/" + verb,
            request,
            ApiJson.Default.ControlRequest,
            ApiJson.Default.DeploymentSummary,
            cancellationToken);

    public Task<PlanStatus[]> GetStatusAsync(string? plan, string? environment, CancellationToken cancellationToken) =>
        _wire.GetAsync(
            Root + "status" + Query(("plan", plan), ("environment", environment)),
            ApiJson.Default.PlanStatusArray,
            cancellationToken);

    /// <summary>Which versions of secrets run, and which are the newest.</summary>
    public Task<SecretsInUse> GetSecretsAsync(string environment, string plan, CancellationToken cancellationToken) =>
        _wire.GetAsync($"{Root}secrets/{Escape(environment)}/{Escape(plan)}", ApiJson.Default.SecretsInUse, cancellationToken);

    /// <summary>Which configurations a component has had, the newest first.</summary>
    public Task<ComponentConfigurations> GetConfigurationsAsync(string environment, string plan, string component, CancellationToken cancellationToken) =>
        _wire.GetAsync(Configurations(environment, plan, component), ApiJson.Default.ComponentConfigurations, cancellationToken);

    /// <summary>One of them: one JSON document.</summary>
    public Task<string> GetConfigurationAsync(string environment, string plan, string component, int number, CancellationToken cancellationToken) =>
        _wire.GetTextAsync($"{Configurations(environment, plan, component)}/{Number(number)}", cancellationToken);

    public IAsyncEnumerable<LogEntry> ReadLogAsync(
        string environment, string plan, string component, int lines, bool follow, CancellationToken cancellationToken) =>
        _wire.ReadLinesAsync(
            $"{Root}logs/{Escape(environment)}/{Escape(plan)}/{Escape(component)}"
                + Query(("lines", Number(lines)), ("follow", Flag(follow))),
            ApiJson.Default.LogEntry,
            cancellationToken);

    public Task<TargetHealth[]> GetTargetsAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "targets", ApiJson.Default.TargetHealthArray, cancellationToken);

    public Task<JournalOverview> GetJournalAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "journal", ApiJson.Default.JournalOverview, cancellationToken);

    /// <summary>Reads the whole journal: some seconds for a million events.</summary>
    public Task<JournalReport> VerifyJournalAsync(CancellationToken cancellationToken) =>
        _wire.PostAsync(Root + "journal/verify", new ArchiveRequest(0), ApiJson.Default.ArchiveRequest, ApiJson.Default.JournalReport, cancellationToken);

    public Task<ArchiveAnswer> ArchiveJournalAsync(ArchiveRequest request, CancellationToken cancellationToken) =>
        _wire.PostAsync(Root + "journal/archive", request, ApiJson.Default.ArchiveRequest, ApiJson.Default.ArchiveAnswer, cancellationToken);

    /// <summary>The hosts of the cluster; those that live first.</summary>
    public Task<SiloInfo[]> GetClusterAsync(CancellationToken cancellationToken) =>
        _wire.GetAsync(Root + "cluster", ApiJson.Default.SiloInfoArray, cancellationToken);

    public Task<ShutdownAnswer> ShutdownAsync(ShutdownRequest request, CancellationToken cancellationToken) =>
        _wire.PostAsync(Root + "shutdown", request, ApiJson.Default.ShutdownRequest, ApiJson.Default.ShutdownAnswer, cancellationToken);

    public void Dispose() => _wire.Dispose();

    private static string Configurations(string environment, string plan, string component) =>
        $"{Root}configurations/{Escape(environment)}/{Escape(plan)}/{Escape(component)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Flag(bool flag) => flag ? "true" : null;

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (value is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Escape(value));
        }

        return query.ToString();
    }
}
