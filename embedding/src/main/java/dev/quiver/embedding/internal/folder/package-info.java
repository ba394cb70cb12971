/** Reads a model's folder in the layout of HuggingFace; the one package that knows JSON. */
@NullMarked
package dev.quiver.embedding.internal.folder;

import org.jspecify.annotations.NullMarked;
