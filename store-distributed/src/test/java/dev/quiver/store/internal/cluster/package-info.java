/** Tests of nodes and what they hold, and the inspection that follows every cluster test. */
@NullMarked
package dev.quiver.store.internal.cluster;

import org.jspecify.annotations.NullMarked;
