/** Tests of what the comparison measures with. */
@NullMarked
package dev.quiver.benchmarks.store;

import org.jspecify.annotations.NullMarked;
