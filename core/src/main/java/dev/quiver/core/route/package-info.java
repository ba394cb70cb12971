/** Which replica answers for a shard, and which ones stand by. */
@NullMarked
package dev.quiver.core.route;

import org.jspecify.annotations.NullMarked;
