/** A document's text cut into pieces that a model takes whole. */
@NullMarked
package dev.quiver.embedding.internal.split;

import org.jspecify.annotations.NullMarked;
