/** Tests of what quality is measured with. */
@NullMarked
package dev.quiver.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
