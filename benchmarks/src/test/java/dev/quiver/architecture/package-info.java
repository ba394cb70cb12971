/** The architecture as rules: which package and module may use which other, and which library. */
@NullMarked
package dev.quiver.architecture;

import org.jspecify.annotations.NullMarked;
