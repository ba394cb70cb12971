/** One copy of a shard: the index that the commands of the shard's log build up. */
@NullMarked
package dev.quiver.store.internal.replica;

import org.jspecify.annotations.NullMarked;
