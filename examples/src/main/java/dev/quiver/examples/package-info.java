/** Programs to read in one sitting, to run and to copy from: each shows one thing a store does. */
@NullMarked
package dev.quiver.examples;

import org.jspecify.annotations.NullMarked;
