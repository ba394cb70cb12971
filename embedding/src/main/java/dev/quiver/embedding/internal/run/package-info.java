/** Many texts at once: who works on which, and who waits. */
@NullMarked
package dev.quiver.embedding.internal.run;

import org.jspecify.annotations.NullMarked;
