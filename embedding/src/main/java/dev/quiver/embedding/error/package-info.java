/** What can go wrong while a model embeds, and while documents are ingested, by name. */
@NullMarked
package dev.quiver.embedding.error;

import org.jspecify.annotations.NullMarked;
