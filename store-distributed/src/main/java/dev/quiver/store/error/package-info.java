/** What can go wrong while the store is at work, by name. */
@NullMarked
package dev.quiver.store.error;

import org.jspecify.annotations.NullMarked;
