/** Puts nodes together: directories, the metadata group, replicas, loads, opening and closing. */
@NullMarked
package dev.quiver.store.internal.cluster;

import org.jspecify.annotations.NullMarked;
