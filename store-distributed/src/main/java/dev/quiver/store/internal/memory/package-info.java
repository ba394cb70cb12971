/** One budget for the heap of this JVM, whatever number of indexes and collections share it. */
@NullMarked
package dev.quiver.store.internal.memory;

import org.jspecify.annotations.NullMarked;
