/**
 * A cluster in miniature, simulated event by event, that shows what each routing policy does to
 * throughput and waiting.
 */
@NullMarked
package dev.quiver.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
