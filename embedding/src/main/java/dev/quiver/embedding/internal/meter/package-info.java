/** The port through which a model reports what it does, and the one class that knows Micrometer. */
@NullMarked
package dev.quiver.embedding.internal.meter;

import org.jspecify.annotations.NullMarked;
