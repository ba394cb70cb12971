/** Tests of failover with real stores. */
@NullMarked
package dev.quiver.benchmarks.failover;

import org.jspecify.annotations.NullMarked;
