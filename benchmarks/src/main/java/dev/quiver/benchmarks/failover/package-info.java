/** Clusters that stand in for each other while they are killed, slowed and made to fail. */
@NullMarked
package dev.quiver.benchmarks.failover;

import org.jspecify.annotations.NullMarked;
