/** What every cache promises, with a real Redis server, and what becomes of that when it fails. */
@NullMarked
package dev.quiver.store.internal.failover;

import org.jspecify.annotations.NullMarked;
