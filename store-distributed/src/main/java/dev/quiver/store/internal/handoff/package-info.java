/** The durable queue of what a cluster has missed: files, cursor, and what a crash may leave. */
@NullMarked
package dev.quiver.store.internal.handoff;

import org.jspecify.annotations.NullMarked;
