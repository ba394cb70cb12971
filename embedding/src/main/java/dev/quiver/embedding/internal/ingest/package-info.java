/** From documents to records: read, split, embed and store, joined by bounded queues. */
@NullMarked
package dev.quiver.embedding.internal.ingest;

import org.jspecify.annotations.NullMarked;
