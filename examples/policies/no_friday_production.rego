# The same as the rule no-friday-production: on a Friday somebody has to agree first.
package lumina

require_approval contains {"code": "no-friday-production", "message": message, "approvers": ["release-managers"]} if {
	not input.step
	input.environment.name == "production"
	time.weekday([time.parse_rfc3339_ns(input.clock.now), "Europe/Berlin"]) == "Friday"
	message := "It is Friday, and this goes to production."
}
