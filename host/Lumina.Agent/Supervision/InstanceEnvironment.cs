using System.Globalization;
using System.Text;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.Supervision;

/// <summary>The variables of an instance: a few of the agent's own, the component's configuration, and the markers, in rising rank.</summary>
internal static class InstanceEnvironment
{
    // What programs need to find themselves and their language. Anything else would make an instance depend on who started the agent.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR",
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "JAVA_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH",
    ];

    /// <summary>What programs of the agent's own get.</summary>
    public static Dictionary<string, string> OfRuntime()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        return variables;
    }

    public static OrderedDictionary<string, string> Build(string agentId, ComponentKey component, RevisionSpec revision, InstanceRecord record, Delivery? delivery)
    {
        // The first and the last of them tell whether a program has written over them: see ReadingBack.
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal) { [Markers.Agent] = agentId };
        foreach (var (name, value) in OfRuntime().Concat(revision.Spec.Config))
            variables[name] = value;
        if (delivery is not null)
            Add(variables, delivery);
        if (record.Port is { } port)
            variables[Markers.Port] = port.ToString(CultureInfo.InvariantCulture);
        variables[Markers.Agent] = agentId;
        variables[Markers.Environment] = component.Environment;
        variables[Markers.Plan] = component.Plan;
        variables[Markers.Component] = component.Component;
        variables[Markers.Revision] = record.Revision.ToString(CultureInfo.InvariantCulture);
        variables[Markers.Instance] = record.Id;
        variables.Remove(Markers.Run);
        variables.Add(Markers.Run, record.Run.ToString(CultureInfo.InvariantCulture));
        return variables;
    }

    private static void Add(OrderedDictionary<string, string> variables, Delivery delivery)
    {
        foreach (var (name, value) in delivery.Contents.Contents.Variables)
            variables[name] = Encoding.UTF8.GetString(value);
        if (delivery.PlainFolder is { } plain)
            variables[Markers.ConfigFolder] = plain;
        if (delivery.SecretFolder is { } secret)
            variables[Markers.SecretsFolder] = secret;
        foreach (var (path, file) in delivery.Contents.Contents.Files)
        {
            if (file.Variable is { } name && (file.IsSecret ? delivery.SecretFolder : delivery.PlainFolder) is { } folder)
                variables[name] = Path.Combine(folder, path);
        }
    }
}
