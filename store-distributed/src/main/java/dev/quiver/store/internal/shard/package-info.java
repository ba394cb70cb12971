/** The current view of who holds the shards, and how far each has come. */
@NullMarked
package dev.quiver.store.internal.shard;

import org.jspecify.annotations.NullMarked;
