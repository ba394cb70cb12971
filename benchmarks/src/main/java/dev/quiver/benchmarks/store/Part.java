package dev.quiver.benchmarks.store;

import java.io.IOException;

/** A part of a comparison: measures, and writes a table. */
interface Part {
  void run() throws IOException;
}
