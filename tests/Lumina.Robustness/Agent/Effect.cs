using Lumina.Deployments.Targets;

namespace Lumina.Robustness.Agent;

/// <summary>Something that the agent has done, in the order in which it did it. What it refused, or knew that it had done before, is not one.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Component">With which component.</param>
/// <param name="Fence">The fence that it was asked with.</param>
/// <param name="What">For people.</param>
internal sealed record Effect(string Operation, ComponentKey Component, long Fence, string What);
