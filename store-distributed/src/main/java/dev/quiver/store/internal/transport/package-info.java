/** How the peers of a log talk: by calls within this JVM, or by gRPC between machines. */
@NullMarked
package dev.quiver.store.internal.transport;

import org.jspecify.annotations.NullMarked;
