/** One shard's records on one disk: written in log order, searched at a position. Lucene inside. */
@NullMarked
package dev.quiver.store.internal.index;

import org.jspecify.annotations.NullMarked;
