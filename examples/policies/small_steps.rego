# The same as the rule small-steps: a canary begins with a small share of the traffic.
package lumina

warn contains {"code": "small-steps", "component": component.name, "message": message} if {
	not input.step
	some component in input.plan.components
	component.strategy.kind == "canary"
	first := component.strategy.steps[0].weight
	first > 10
	message := sprintf("The first step of %s takes %v%% of the traffic.", [component.name, first])
}
