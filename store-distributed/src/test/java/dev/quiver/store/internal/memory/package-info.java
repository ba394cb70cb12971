/** Tests of dev.quiver.store.internal.memory. */
@NullMarked
package dev.quiver.store.internal.memory;

import org.jspecify.annotations.NullMarked;
