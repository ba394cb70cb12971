/** How fast the brain of the cluster is: ring, placement, routing, scoring. */
@NullMarked
package dev.quiver.benchmarks.core;

import org.jspecify.annotations.NullMarked;
