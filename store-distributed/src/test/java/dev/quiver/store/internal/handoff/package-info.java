/** Tests of the hand-off queue. */
@NullMarked
package dev.quiver.store.internal.handoff;

import org.jspecify.annotations.NullMarked;
