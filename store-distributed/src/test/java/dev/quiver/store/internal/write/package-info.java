/** Tests of dev.quiver.store.internal.write with fakes of the ports below it. */
@NullMarked
package dev.quiver.store.internal.write;

import org.jspecify.annotations.NullMarked;
