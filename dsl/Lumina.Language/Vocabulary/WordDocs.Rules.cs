namespace Lumina.Language.Vocabulary;

/// <summary>Rules, waivers and tests.</summary>
internal static partial class WordDocs
{
    private static void DescribeRules()
    {
        Say("/rule", "A rule: what it is about, when it fires, and what follows then.");
        Say("/waive", "Passes a rule over until a day, for a component or an environment: `waive pinned-images for component web until 2027-01-31 because \"…\" by \"…\"`.");
        Say("/test", "Shows what a rule does: what is given, and what is expected. `lumina policy test` runs it.");

        Say("rule/applies", "What the rule is about: `applies to component in production where component.Port != null`. It is asked once for each.");
        Say("rule/when", "A C# expression that is true when the rule fires. Without it the rule fires always.");
        Say("rule/deny", "What is said when nothing may be done. `${…}` puts a C# value in.", "string");
        Say("rule/warn", "What is said, and nothing more. `${…}` puts a C# value in.", "string");
        Say("rule/require", "Who has to agree first: `require approval from \"release-managers\" count 2 expires 4h because \"…\"`.");
        Say("rule/help", "Where more about it can be read: a path or an address.", "string");
        Say("rule/description", "What the rule is for, in a sentence.", "string");

        Say("applies component", "Each component of the plan, whether it changes or not.");
        Say("applies change", "Each component that a deployment would create, update, restart or remove.");
        Say("applies deployment", "The deployment as a whole.");
        Say("applies environment", "The environment as a whole.");
        Say("applies step", "Each step of a rollout that is about to begin; asked while a deployment runs.");
        Say("require approval", "Somebody has to say yes: of the groups behind `from`, as many as `count` says, before `expires` has passed.");

        Say("test/given", "What the rule is asked about: a component, what runs before, the deployment, the time, a step.");
        Say("test/expect", "What the rule is to do with it.");
        Say("given component", "A component as it is wanted, with the entries that it has in a plan: `given component web in production { image = \"web:1\" }`.");
        Say("given running", "A component as it runs before: with it the rule sees an update, or a removal.");
        Say("given environment", "The environment of the test, with the entries that it has in a plan.");
        Say("given plan", "The plan's name, version and owner.");
        Say("given deployment", "Who wants the deployment, and why.");
        Say("given secrets", "Since when the secrets of the given components are what they are, for rules that ask for their age: `given secrets since \"2025-06-01\"`.");
        Say("given clock", "When the test takes place: `given clock \"2026-11-27T15:00:00+01:00\"`.");
        Say("given step", "The step that is about to begin: `given step 2 of 4 of web weight 50%`.");
        Say("expect deny", "The rule denies, and says the text among what it says.");
        Say("expect warn", "The rule warns, and says the text among what it says.");
        Say("expect approval", "The rule requires an approval, from just these groups when any are named.");
        Say("expect nothing", "The rule does not fire.");

        Say("deployment/id", "The deployment's id.", "string");
        Say("deployment/actor", "Who wants it.", "string", "\"test\"");
        Say("deployment/kind", "What it does: `apply`, `rollback` or `remove`.", "word", "apply");
        Say("deployment/reason", "Why, in that one's words.", "string");
        Say("deployment/approved_by", "Who has agreed to it by now.", "list of strings");
    }
}
