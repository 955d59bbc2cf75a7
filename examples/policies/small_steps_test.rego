package lumina_test

import data.lumina

with_strategy(strategy) := {
	"environment": {"name": "staging"},
	"plan": {"components": [{"name": "web", "image": {"text": "web:1"}, "strategy": strategy}]},
	"clock": {"now": "2026-11-24T09:00:00Z"},
}

test_a_first_step_of_a_quarter_is_told if {
	some warning in lumina.warn with input as with_strategy({"kind": "canary", "steps": [{"weight": 25}, {"weight": 100}]})
	warning.message == "The first step of web takes 25% of the traffic."
}

test_a_first_step_of_a_tenth_is_not if {
	count(lumina.warn) == 0 with input as with_strategy({"kind": "canary", "steps": [{"weight": 10}, {"weight": 50}]})
}

test_what_is_no_canary_is_not if {
	count(lumina.warn) == 0 with input as with_strategy({"kind": "rolling", "steps": []})
}
