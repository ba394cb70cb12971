/** The port through which a store reports what it does, and the one class that knows Micrometer. */
@NullMarked
package dev.quiver.store.internal.meter;

import org.jspecify.annotations.NullMarked;
