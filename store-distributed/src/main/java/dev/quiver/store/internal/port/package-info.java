/** Requests to a node and its answers: values that can travel. */
@NullMarked
package dev.quiver.store.internal.port;

import org.jspecify.annotations.NullMarked;
