package dev.quiver.benchmarks.crash;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a writer does, one operation after the other: the same again for the same seed. */
final class Script {
  static final int DIMENSION = 16;
  private static final int IDS = 2_000;
  private static final int GROUPS = 12;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz äßЖ漢🙂";

  private final SplittableRandom random;
  private final String writer;

  Script(long seed, int writer) {
    this.random = new SplittableRandom(seed * 31 + writer);
    this.writer = name(writer);
  }

  static String name(int writer) {
    return "w" + writer;
  }

  /** Whose record it is. */
  static String writerOf(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  Operation next() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      return put(random.nextInt(1, 20));
    }
    if (dice < 72) {
      return put(random.nextInt(30, 100));
    }
    if (dice < 73) {
      return put(random.nextInt(1_200, 1_900));
    }
    return dice < 92
        ? remove(random.nextInt(1, 30))
        : new Operation.RemoveGroup(writer, random.nextInt(GROUPS));
  }

  private Operation put(int size) {
    Map<String, Held> records = new LinkedHashMap<>();
    int first = random.nextInt(IDS);
    for (int i = 0; i < size; i++) {
      records.put(id(first + i), Held.of(embedding(), segment()));
    }
    return new Operation.Put(records);
  }

  private Operation remove(int size) {
    List<String> ids = new ArrayList<>();
    int first = random.nextInt(IDS);
    for (int i = 0; i < size; i++) {
      ids.add(id(first + i));
    }
    return new Operation.Remove(ids);
  }

  private String id(int number) {
    return writer + "-" + number % IDS;
  }

  private Embedding embedding() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextDouble(-3, 3);
    }
    return Embedding.from(vector);
  }

  private @Nullable TextSegment segment() {
    if (random.nextInt(10) == 0) {
      return null;
    }
    var segment = TextSegment.from(text());
    segment.metadata().put(Operation.RemoveGroup.WRITER, writer);
    segment.metadata().put(Operation.RemoveGroup.GROUP, random.nextInt(GROUPS));
    switch (random.nextInt(5)) {
      case 0 -> segment.metadata().put("long", random.nextLong());
      case 1 -> segment.metadata().put("float", (float) random.nextDouble());
      case 2 -> segment.metadata().put("double", random.nextDouble());
      case 3 -> segment.metadata().put("uuid", new UUID(random.nextLong(), random.nextLong()));
      default -> segment.metadata().put("text", text());
    }
    return segment;
  }

  private String text() {
    int[] letters = LETTERS.codePoints().toArray();
    var text = new StringBuilder(String.format(Locale.ROOT, "%s ", writer));
    for (int i = random.nextInt(120); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
