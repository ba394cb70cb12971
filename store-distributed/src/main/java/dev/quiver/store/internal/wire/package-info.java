/** How commands, records and metadata are spelled in bytes. The only package that sees protobuf. */
@NullMarked
package dev.quiver.store.internal.wire;

import org.jspecify.annotations.NullMarked;
