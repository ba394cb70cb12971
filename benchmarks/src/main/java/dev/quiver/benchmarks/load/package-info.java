/** Long bulk loads: how fast they are, beside the disk alone, and what they cost in memory. */
@NullMarked
package dev.quiver.benchmarks.load;

import org.jspecify.annotations.NullMarked;
