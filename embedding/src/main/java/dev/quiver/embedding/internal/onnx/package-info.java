/** Tokens to vectors; the one package that knows ONNX Runtime. */
@NullMarked
package dev.quiver.embedding.internal.onnx;

import org.jspecify.annotations.NullMarked;
