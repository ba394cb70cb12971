/** When a node counts as down, and when it is worth trying again. */
@NullMarked
package dev.quiver.core.failover;

import org.jspecify.annotations.NullMarked;
