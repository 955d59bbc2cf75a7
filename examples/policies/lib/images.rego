# What several policies want to know of images.
package images

# What has no digest may be another image tomorrow.
is_pinned(image) if {
	image.digest
	object.get(image, "tag", "") != "latest"
}
