/** The way in: split by shard, append to each shard's log, tell what became of every id. */
@NullMarked
package dev.quiver.store.internal.write;

import org.jspecify.annotations.NullMarked;
