/** Stores under stress: slow, failing and lost replicas, short deadlines, batches. */
@NullMarked
package dev.quiver.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
