# The same as the rule secrets-not-too-old: in production a secret gets a new value every ninety days.
package lumina

ninety_days := 90 * 86400

# A secret of which nobody knows how old it is has no age, and is not denied for it.
deny contains {"code": "secrets-not-too-old", "component": component.name, "message": message, "help": "docs/secrets/rotation.md"} if {
	not input.step
	input.environment.name == "production"
	some component in input.plan.components
	old := [secret | some secret in component.secrets; secret.age > ninety_days]
	count(old) > 0
	message := sprintf("%s uses %s, which is older than 90 days.", [component.name, old[0].name])
}
