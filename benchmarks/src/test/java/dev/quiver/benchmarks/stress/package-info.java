/** What stores do under faults, without a clock. */
@NullMarked
package dev.quiver.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
