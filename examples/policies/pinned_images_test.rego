package lumina_test

import data.lumina

with_image(environment, image) := {
	"environment": {"name": environment},
	"plan": {"components": [{"name": "web", "image": image, "strategy": {"kind": "rolling", "steps": []}}]},
	"clock": {"now": "2026-11-24T09:00:00Z"},
}

digest := "sha256:0123456789abcdef"

test_a_tag_alone_is_denied if {
	some denial in lumina.deny with input as with_image("production", {"text": "web:1.4", "tag": "1.4"})
	denial == {"code": "pinned-images", "component": "web", "message": "web runs web:1.4: name a version, or better a digest.", "help": "docs/policy/opa.md"}
}

test_latest_is_denied_with_a_digest_too if {
	count(lumina.deny) == 1 with input as with_image("production", {"text": "web:latest", "tag": "latest", "digest": digest})
}

test_a_digest_passes if {
	count(lumina.deny) == 0 with input as with_image("production", {"text": "web", "digest": digest})
}

test_elsewhere_a_tag_passes if {
	count(lumina.deny) == 0 with input as with_image("development", {"text": "web:latest", "tag": "latest"})
}

test_what_has_no_image_is_not_pinned if {
	every environment in ["production"] {
		count(lumina.deny) == 0 with input as {"environment": {"name": environment}, "plan": {"components": [{"name": "web", "command": "./web"}]}, "clock": {"now": "2026-11-24T09:00:00Z"}}
	}
}
