/** Real logging backends, each behind a class loader of its own. */
@NullMarked
package dev.quiver.store.internal.quiet;

import org.jspecify.annotations.NullMarked;
