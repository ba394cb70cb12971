/** Logs as they are used: on disk, replicated, cut short. */
@NullUnmarked
package dev.quiver.store.internal.log;

import org.jspecify.annotations.NullUnmarked;
