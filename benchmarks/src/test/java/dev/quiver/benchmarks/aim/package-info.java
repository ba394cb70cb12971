/** Tests of how aims are judged. */
@NullMarked
package dev.quiver.benchmarks.aim;

import org.jspecify.annotations.NullMarked;
