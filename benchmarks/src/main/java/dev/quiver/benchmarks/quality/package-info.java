/** How well the store finds what people judged to be relevant, and how true its models are. */
@NullMarked
package dev.quiver.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
