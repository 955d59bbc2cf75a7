using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary>What <c>promote</c> and <c>skip</c> share: a word to the steps that a deployment's components are at.</summary>
internal abstract class StepVerb : ControlVerb
{
    private readonly Argument<string?> _component = new("COMPONENT")
    {
        Description = "Only this component; all that it can be done with now unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected StepVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : base(world, common, name, description, examples) => Add(_component);

    /// <summary>Said twice, it might be taken for the next step.</summary>
    protected override bool IsRepeatable => false;

    protected override ControlRequest Request(Session session) => base.Request(session) with { Component = session.Value(_component) };
}
