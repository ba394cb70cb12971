/** What turns the output of an encoder into the vectors its authors meant. */
@NullMarked
package dev.quiver.embedding.spec;

import org.jspecify.annotations.NullMarked;
