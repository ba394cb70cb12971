package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import org.apache.lucene.index.DirectoryReader;

/** The content of an index after one command. Counted, like the reader in it. */
record View(
    DirectoryReader reader,
    Position position,
    Similarity similarity,
    IndexSettings settings,
    ShardCalibration calibration) {

  View next(DirectoryReader newer, Position at) {
    return new View(newer, at, similarity, settings, calibration);
  }
}
