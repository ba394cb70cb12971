/** Text to vectors with local models, for everything that takes a LangChain4j embedding model. */
@NullMarked
package dev.quiver.embedding;

import org.jspecify.annotations.NullMarked;
