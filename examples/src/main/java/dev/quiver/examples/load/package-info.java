/**
 * The load test: how many calls a second a store takes on this machine, and how long each takes.
 */
@NullMarked
package dev.quiver.examples.load;

import org.jspecify.annotations.NullMarked;
