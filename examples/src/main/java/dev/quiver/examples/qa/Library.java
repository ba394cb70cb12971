package dev.quiver.examples.qa;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.FileTree;
import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.Ingestor;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.examples.ingest.DocumentReader;
import dev.quiver.store.ClusterAdmin;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents of a folder, in a store that is searched by words and by meaning. */
final class Library {
  /** As many as a page shows and a small language model reads. */
  private static final int PASSAGES = 6;

  private final Path folder;
  private final OnnxEmbeddingModel model;
  private final QuiverEmbeddingStore store;

  Library(Path folder, OnnxEmbeddingModel model, QuiverEmbeddingStore store) {
    this.folder = folder.toAbsolutePath().normalize();
    this.model = model;
    this.store = store;
  }

  Path folder() {
    return folder;
  }

  ClusterAdmin admin() {
    return store.admin();
  }

  /** What brings the folder's files into the store, and takes out those that are gone. */
  Ingestor ingestor(Path ledger, List<IngestListener> listeners) {
    var builder =
        Ingestor.builder()
            .model(model)
            .store(store)
            .incarnation(() -> store.session().incarnation().toString())
            .ledger(ledger)
            .mirror(true);
    listeners.forEach(builder::listener);
    return builder.build();
  }

  /** All files but hidden ones. */
  FileTree files() {
    return DocumentReader.visible(folder);
  }

  /** The report is of the search that went first; the second one repeats it, from the cache. */
  Finding find(String question) {
    long started = System.nanoTime();
    Embedding vector = model.embedQuery(question).content();
    long embedNanos = System.nanoTime() - started;
    var request =
        EmbeddingSearchRequest.builder()
            .query(question)
            .queryEmbedding(vector)
            .maxResults(PASSAGES)
            .build();
    SearchReport report = store.explain(request);
    var passages = new ArrayList<Passage>();
    for (EmbeddingMatch<TextSegment> match : store.search(request).matches()) {
      passages.add(passage(passages.size() + 1, vector, match));
    }
    return new Finding(vector, passages, report, embedNanos);
  }

  private Passage passage(int number, Embedding question, EmbeddingMatch<TextSegment> match) {
    TextSegment segment = match.embedded();
    return new Passage(
        number,
        source(segment.metadata()),
        segment.text(),
        match.score(),
        CosineSimilarity.between(question, match.embedding()),
        List.of());
  }

  private String source(Metadata metadata) {
    String name = String.valueOf(metadata.getString(Document.FILE_NAME));
    String parent = metadata.getString(Document.ABSOLUTE_DIRECTORY_PATH);
    return parent == null ? name : shortened(Path.of(parent, name).toString());
  }

  /** A file's path as it is in the folder; anything else as it is. */
  String shortened(String source) {
    Path file = Path.of(source);
    return file.startsWith(folder) ? folder.relativize(file).toString() : source;
  }
}
