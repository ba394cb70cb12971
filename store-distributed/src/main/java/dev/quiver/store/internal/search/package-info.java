/** The way out: route to one replica of each shard, ask the nodes, merge what they answer. */
@NullMarked
package dev.quiver.store.internal.search;

import org.jspecify.annotations.NullMarked;
