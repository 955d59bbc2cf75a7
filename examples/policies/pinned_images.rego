# The same as the rule pinned-images: in production every image is named by its digest.
package lumina

import data.images

# Before a step nothing but the step is asked about.
deny contains {"code": "pinned-images", "component": component.name, "message": message, "help": "docs/policy/opa.md"} if {
	not input.step
	input.environment.name == "production"
	some component in input.plan.components
	not images.is_pinned(component.image)
	message := sprintf("%s runs %s: name a version, or better a digest.", [component.name, component.image.text])
}
