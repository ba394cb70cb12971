/**
 * The port behind which answers are kept, and its forms: in memory, in Redis, one before the other.
 */
@NullMarked
package dev.quiver.store.internal.cache;

import org.jspecify.annotations.NullMarked;
