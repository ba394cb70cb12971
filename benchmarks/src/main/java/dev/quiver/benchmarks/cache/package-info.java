/** What the result cache is worth, what it costs, and that it is never stale: all by command. */
@NullMarked
package dev.quiver.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
