/** The short forms of the cache's drills. */
@NullMarked
package dev.quiver.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
