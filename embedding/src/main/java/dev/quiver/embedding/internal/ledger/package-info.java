/** What is in a store and where it came from, kept beside the store in a file. */
@NullMarked
package dev.quiver.embedding.internal.ledger;

import org.jspecify.annotations.NullMarked;
