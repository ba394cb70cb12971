/** Tests of the store as its users see it. */
@NullMarked
package dev.quiver.store;

import org.jspecify.annotations.NullMarked;
