/** Documents into stores: killed and resumed, and timed beside LangChain4j's own ingestor. */
@NullMarked
package dev.quiver.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
