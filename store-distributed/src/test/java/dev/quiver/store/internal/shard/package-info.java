/** Tests of dev.quiver.store.internal.shard with fakes of the ports below it. */
@NullMarked
package dev.quiver.store.internal.shard;

import org.jspecify.annotations.NullMarked;
