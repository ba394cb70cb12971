/** Text to tokens; the one package that knows DJL's tokenizers. */
@NullMarked
package dev.quiver.embedding.internal.tokens;

import org.jspecify.annotations.NullMarked;
