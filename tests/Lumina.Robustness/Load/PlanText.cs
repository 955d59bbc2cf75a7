using System.Globalization;
using Lumina.Robustness.Agent;

namespace Lumina.Robustness.Load;

/// <summary>A plan with every strategy in it, in a small graph.</summary>
internal static class PlanText
{
    private const int FirstPort = 8100;

    private static readonly (string Name, int Replicas, string After, string Rollout)[] Components =
    [
        ("store", 1, "", "strategy recreate { }"),
        ("queue", 2, "", "strategy rolling { batch = 2 }"),
        ("core", 3, "depends on store, queue", "strategy rolling { batch = 1 }"),
        ("api", 2, "depends on core", "strategy canary { step 25% for 300ms  step 50% for 300ms }  rollback { keep_previous = 2s }"),
        ("web", 2, "depends on api", "strategy blue-green { }  rollback { keep_previous = 1s }"),
        ("mail", 1, "depends on queue", ""),
    ];

    public static int Count => Components.Length;

    /// <param name="plan">The plan's name.</param>
    /// <param name="version">Makes all components other than before.</param>
    /// <param name="bad">The component that is not to become healthy; null for none.</param>
    public static string Of(string plan, string version, int? bad) =>
        $"plan {plan} {{ version = \"{version}\" }}\nenvironment blue {{ target process }}\nenvironment green {{ target process }}\n"
        + string.Join('\n', Components.Select((c, n) => string.Create(CultureInfo.InvariantCulture, $$"""
            component {{c.Name}} {
              command = "run"
              port = {{FirstPort + n}}
              replicas = {{c.Replicas}}
              {{c.After}}
              config { VERSION = "{{version}}"  {{SimulatedAgent.Behaviour}} = "{{(n == bad ? "bad" : "good")}}" }
              {{c.Rollout}}
            }
            """)));
}
