/** Peers that cannot reach each other, and peers across a real network. */
@NullUnmarked
package dev.quiver.store.internal.transport;

import org.jspecify.annotations.NullUnmarked;
