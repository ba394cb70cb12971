/** Tests of dev.quiver.store.internal.search with fakes of the ports below it. */
@NullMarked
package dev.quiver.store.internal.search;

import org.jspecify.annotations.NullMarked;
