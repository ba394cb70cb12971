/** Text to vectors with local models, and documents to any LangChain4j embedding store, once. */
@NullMarked
package dev.quiver.embedding;

import org.jspecify.annotations.NullMarked;
