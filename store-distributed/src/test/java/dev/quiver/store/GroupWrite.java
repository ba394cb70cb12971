package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A write of a few records of one group, whose content follows from its number. A group has one
 * writer, after whom it is called, or all of them.
 */
record GroupWrite(int number, Kind kind, String group, List<String> ids) {
  enum Kind {
    PUT,
    REMOVE,
    REMOVE_WHOLE_GROUP
  }

  private static final String ALL_WRITERS = "all";
  private static final int IDS = 8;

  static GroupWrite random(int number, String writer, RandomGenerator random) {
    String group = random.nextInt(3) == 0 ? ALL_WRITERS : writer;
    return switch (random.nextInt(12)) {
      case 0 ->
          new GroupWrite(
              number, Kind.REMOVE_WHOLE_GROUP, group, ids(group, IntStream.range(0, IDS)));
      case 1, 2 -> new GroupWrite(number, Kind.REMOVE, group, ids(group, random.ints(2, 0, IDS)));
      default -> new GroupWrite(number, Kind.PUT, group, ids(group, random.ints(2, 0, IDS)));
    };
  }

  private static List<String> ids(String group, IntStream numbers) {
    return numbers.distinct().mapToObj(number -> group + "-" + number).toList();
  }

  static GroupWrite parse(String words) {
    String[] word = words.split(" ", 4);
    return new GroupWrite(
        Integer.parseInt(word[0]), Kind.valueOf(word[1]), word[2], List.of(word[3].split(",", -1)));
  }

  @Override
  public String toString() {
    return number + " " + kind + " " + group + " " + String.join(",", ids);
  }

  /** Only then is the one acknowledged last known to be the last. */
  boolean hasOneWriter() {
    return !group.equals(ALL_WRITERS);
  }

  void runOn(EmbeddingStore<TextSegment> store) {
    switch (kind) {
      case PUT ->
          store.addAll(
              ids,
              ids.stream().map(id -> embedding()).toList(),
              ids.stream().map(id -> segment()).toList());
      case REMOVE -> store.removeAll(ids);
      case REMOVE_WHOLE_GROUP -> store.removeAll(new IsEqualTo("group", group));
    }
  }

  /** What each of its ids holds after it; empty for nothing. */
  String content() {
    return kind == Kind.PUT ? content(embedding(), segment()) : "";
  }

  static String content(Embedding embedding, TextSegment segment) {
    return segment.text() + " " + segment.metadata().toMap() + " " + embedding.vectorAsList();
  }

  private Embedding embedding() {
    return Embedding.from(new float[] {1, number % 1_000, number});
  }

  private TextSegment segment() {
    return TextSegment.from("write " + number, Metadata.from("group", group));
  }
}
