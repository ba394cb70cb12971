/** What the measuring commands aim at, and whether they get there. */
@NullMarked
package dev.quiver.benchmarks.aim;

import org.jspecify.annotations.NullMarked;
