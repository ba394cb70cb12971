/** How busy a node is, as one number that routing can compare. */
@NullMarked
package dev.quiver.core.load;

import org.jspecify.annotations.NullMarked;
