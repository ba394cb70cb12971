package dev.quiver.examples.ingest;

import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the segments go. What is left out is as it is in the store, or the store's default. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the store; made where it is not there yet.")
  private Path directory = Path.of("");

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Collection in the store (${DEFAULT-VALUE}).")
  private String collection = "default";

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes of a new store, all in this process (1).")
  private @Nullable Integer nodes;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Parts of a new collection (as many as nodes).")
  private @Nullable Integer shards;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Copies of each part of a new collection, at most one on a node (1).")
  private @Nullable Integer replicas;

  QuiverEmbeddingStore open() {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "--store must be a folder, or not be there yet, but " + directory + " is a file");
    }
    QuiverEmbeddingStoreBuilder builder =
        QuiverEmbeddingStore.builder().directory(directory).collection(collection);
    if (nodes != null) {
      builder.nodes(nodes);
    }
    if (shards != null) {
      builder.shards(shards);
    }
    if (replicas != null) {
      builder.replicas(replicas);
    }
    return builder.build();
  }

  /** In the store's folder, so that who moves, copies or deletes the one does so to the other. */
  Path ledger() {
    return directory.resolve("ledger").resolve(collection);
  }

  String description() {
    return "collection " + collection + " of " + directory;
  }
}
