package lumina_test

import data.lumina

at(environment, now) := {"environment": {"name": environment}, "plan": {"components": []}, "clock": {"now": now}}

test_on_a_friday_somebody_has_to_agree if {
	some approval in lumina.require_approval with input as at("production", "2026-11-27T12:00:00Z")
	approval.approvers == ["release-managers"]
}

test_it_goes_by_the_time_in_berlin if {
	count(lumina.require_approval) == 1 with input as at("production", "2026-11-26T23:30:00Z")
	count(lumina.require_approval) == 0 with input as at("production", "2026-11-27T23:30:00Z")
}

test_elsewhere_nobody_has_to if {
	count(lumina.require_approval) == 0 with input as at("staging", "2026-11-27T12:00:00Z")
}
