/** Keeps the loggers of libraries quiet, over every logging backend that is known. */
@NullMarked
package dev.quiver.store.internal.quiet;

import org.jspecify.annotations.NullMarked;
