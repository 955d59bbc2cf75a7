package lumina_test

import data.lumina

with_secret(environment, secret) := {
	"environment": {"name": environment},
	"plan": {"components": [{"name": "web", "command": "./web", "secrets": [secret]}]},
	"clock": {"now": "2026-11-24T09:00:00Z"},
}

test_an_old_secret_is_denied if {
	some denial in lumina.deny with input as with_secret("production", {"name": "KEY", "kind": "vault", "age": 7776001})
	denial.message == "web uses KEY, which is older than 90 days."
}

test_one_of_ninety_days_passes if {
	count(lumina.deny) == 0 with input as with_secret("production", {"name": "KEY", "kind": "vault", "age": 7776000})
}

test_one_of_which_nobody_knows_passes if {
	count(lumina.deny) == 0 with input as with_secret("production", {"name": "KEY", "kind": "vault"})
}

test_elsewhere_an_old_one_passes if {
	count(lumina.deny) == 0 with input as with_secret("staging", {"name": "KEY", "kind": "vault", "age": 7776001})
}
