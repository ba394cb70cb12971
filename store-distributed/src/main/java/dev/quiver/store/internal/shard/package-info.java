/** The ports through which a shard's replicas are asked, and the current view of who they are. */
@NullMarked
package dev.quiver.store.internal.shard;

import org.jspecify.annotations.NullMarked;
