/** What becomes of a store whose files are not what was written, or cannot be written. */
@NullMarked
package dev.quiver.store.damage;

import org.jspecify.annotations.NullMarked;
