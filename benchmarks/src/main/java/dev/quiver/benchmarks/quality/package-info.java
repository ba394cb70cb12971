/** How well the store finds what people judged to be relevant. */
@NullMarked
package dev.quiver.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
