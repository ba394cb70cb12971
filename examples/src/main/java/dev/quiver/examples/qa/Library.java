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
import dev.quiver.store.ClusterAdmin;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchReport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The documents of a folder, in a store that is searched by words and by meaning. */
final class Library {
  /** As many as a page shows and a small language model reads. */
  private static final int PASSAGES = 6;

  /** Where the splitter says it. */
  private static final String PAGE = "page";

  private final FileTree files;
  private final Path folder;
  private final OnnxEmbeddingModel model;
  private final QuiverEmbeddingStore store;

  Library(FileTree files, OnnxEmbeddingModel model, QuiverEmbeddingStore store) {
    this.files = files;
    this.folder = files.root().toAbsolutePath().normalize();
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

  FileTree files() {
    return files;
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
    String source = source(segment.metadata());
    Integer page =
        segment.metadata().containsKey(PAGE) ? segment.metadata().getInteger(PAGE) : null;
    return new Passage(
        number,
        new Passage.Place(source, page, link(source, page)),
        segment.text(),
        match.score(),
        CosineSimilarity.between(question, match.embedding()),
        List.of());
  }

  private String source(Metadata metadata) {
    String named = metadata.getString(FileTree.SOURCE);
    if (named != null) {
      return shortened(named);
    }
    String name = String.valueOf(metadata.getString(Document.FILE_NAME));
    String parent = metadata.getString(Document.ABSOLUTE_DIRECTORY_PATH);
    return parent == null ? name : shortened(Path.of(parent, name).toString());
  }

  /** A file's path as it is in the folder; anything else as it is. */
  String shortened(String source) {
    if (files.key() != null && source.startsWith(files.key() + "/")) {
      return source.substring(files.key().length() + 1);
    }
    Path file = Path.of(source);
    return file.startsWith(folder) ? folder.relativize(file).toString() : source;
  }

  /** Where the page opens the document; null where it is not in the folder. */
  private @Nullable String link(String source, @Nullable Integer page) {
    if (!files.takes(files.root().resolve(source))) {
      return null;
    }
    String path =
        Stream.of(source.replace('\\', '/').split("/"))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return Documents.PATH + path + (page == null ? "" : "#page=" + page);
  }
}
