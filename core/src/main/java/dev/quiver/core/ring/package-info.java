/** From a key to its shard, and from a shard to the nodes that may hold it. */
@NullMarked
package dev.quiver.core.ring;

import org.jspecify.annotations.NullMarked;
