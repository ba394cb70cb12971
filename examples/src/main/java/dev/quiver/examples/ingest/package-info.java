/** The batch job: a folder of documents becomes a searchable store, and stays one. */
@NullMarked
package dev.quiver.examples.ingest;

import org.jspecify.annotations.NullMarked;
