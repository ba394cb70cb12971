package dev.quiver.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Documents, queries, and which documents are relevant to which query, in the layout of BEIR:
 * {@code corpus.jsonl}, {@code queries.jsonl}, and {@code qrels.tsv} or else {@code
 * qrels/test.tsv}.
 *
 * @param documents by id, the title being part of the text
 * @param queries by id, only those with a relevant document
 * @param relevance by query and document; above 0 is relevant, more is better
 */
record JudgedCorpus(
    Map<String, String> documents,
    Map<String, String> queries,
    Map<String, Map<String, Integer>> relevance) {

  private static final String DOCUMENTS = "corpus.jsonl";
  private static final String QUERIES = "queries.jsonl";
  private static final String RELEVANCE = "qrels.tsv";
  private static final String BEIR_RELEVANCE = "qrels/test.tsv";

  /** Throws {@link IllegalArgumentException} when the folder has not all that is read. */
  static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("a corpus must be a folder, but " + folder + " is none");
    }
    for (String name : List.of(DOCUMENTS, QUERIES)) {
      require(Files.isRegularFile(folder.resolve(name)), name, folder);
    }
    require(Files.isRegularFile(judgements(folder)), RELEVANCE + " or " + BEIR_RELEVANCE, folder);
  }

  private static void require(boolean there, String name, Path folder) {
    if (!there) {
      throw new IllegalArgumentException(
          "a corpus must hold " + name + ", but " + folder + " does not");
    }
  }

  private static Path judgements(Path folder) {
    Path file = folder.resolve(RELEVANCE);
    return Files.isRegularFile(file) ? file : folder.resolve(BEIR_RELEVANCE);
  }

  static JudgedCorpus read(Path folder) throws IOException {
    Map<String, Map<String, Integer>> relevance = relevance(judgements(folder));
    Map<String, String> queries = texts(folder.resolve(QUERIES));
    queries.keySet().retainAll(relevance.keySet());
    Map<String, String> documents = texts(folder.resolve(DOCUMENTS));
    documents.values().removeIf(String::isBlank);
    return new JudgedCorpus(documents, queries, relevance);
  }

  Map<String, Integer> relevantTo(String query) {
    return relevance.getOrDefault(query, Map.of());
  }

  private static Map<String, String> texts(Path file) throws IOException {
    var mapper = new ObjectMapper();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode next = mapper.readTree(line);
      String title = next.path("title").asText("");
      String text = next.path("text").asText("");
      texts.put(next.path("_id").asText(), title.isBlank() ? text : title + " " + text);
    }
    return texts;
  }

  private static Map<String, Map<String, Integer>> relevance(Path file) throws IOException {
    Map<String, Map<String, Integer>> relevance = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : lines.skip(1).filter(next -> !next.isBlank()).toList()) {
        List<String> cells = List.of(line.split("\t", -1));
        int score = Integer.parseInt(cells.get(2).strip());
        if (score > 0) {
          relevance.computeIfAbsent(cells.get(0), any -> new HashMap<>()).put(cells.get(1), score);
        }
      }
    }
    return relevance;
  }
}
