/** The store beside bare Lucene and beside other embedding stores: one command, one run, ratios. */
@NullMarked
package dev.quiver.benchmarks.store;

import org.jspecify.annotations.NullMarked;
