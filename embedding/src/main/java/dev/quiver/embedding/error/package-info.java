/** What can go wrong while a model embeds. */
@NullMarked
package dev.quiver.embedding.error;

import org.jspecify.annotations.NullMarked;
