/** What a LangChain4j user sees: the store, its options and its reports. */
@NullMarked
package dev.quiver.store;

import org.jspecify.annotations.NullMarked;
