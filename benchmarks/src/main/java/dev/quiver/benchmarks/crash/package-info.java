/**
 * The crash drill: a process that writes to a store is killed at random moments, and what the next
 * one finds is compared with what was acknowledged.
 */
@NullMarked
package dev.quiver.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
