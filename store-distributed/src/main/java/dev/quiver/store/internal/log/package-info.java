/**
 * The replicated log: a port that knows no library, and Apache Ratis behind it. One log per shard,
 * one for the metadata; every node takes part in many of them.
 */
@NullMarked
package dev.quiver.store.internal.log;

import org.jspecify.annotations.NullMarked;
