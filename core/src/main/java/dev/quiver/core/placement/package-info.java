/** Which nodes hold which shard, and what must change when the members do. */
@NullMarked
package dev.quiver.core.placement;

import org.jspecify.annotations.NullMarked;
