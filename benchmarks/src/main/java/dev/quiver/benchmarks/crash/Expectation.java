package dev.quiver.benchmarks.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What one writer's records in one shard may be: the outcome of the commands sent there up to some
 * point, no earlier than the last one that is known to be safe.
 */
final class Expectation {
  private final List<Consumer<Map<String, Held>>> commands = new ArrayList<>();
  private final List<Integer> operations = new ArrayList<>();
  private Map<String, Held> before = new HashMap<>();

  void add(int operation, Consumer<Map<String, Held>> command) {
    operations.add(operation);
    commands.add(command);
  }

  /**
   * Takes what was found as the new beginning.
   *
   * @param safe whether an operation must not have been lost
   * @return how many of the commands had been lost
   * @throws AssertionError if what was found is none of what it may be
   */
  int settle(String whose, Map<String, Held> found, IntPredicate safe) {
    int needed = 0;
    for (int i = 0; i < commands.size(); i++) {
      needed = safe.test(operations.get(i)) ? i + 1 : needed;
    }
    Map<String, Held> expected = new HashMap<>(before);
    Map<String, Held> least = expected;
    int match = -1;
    for (int applied = 0; applied <= commands.size(); applied++) {
      if (applied == needed) {
        least = new HashMap<>(expected);
      }
      if (applied >= needed && expected.equals(found)) {
        match = applied;
      }
      if (applied < commands.size()) {
        commands.get(applied).accept(expected);
      }
    }
    if (match < 0) {
      throw new AssertionError(
          whose
              + " must be as after "
              + needed
              + " to "
              + commands.size()
              + " commands, but "
              + difference(least, found));
    }
    int lost = commands.size() - match;
    commands.clear();
    operations.clear();
    before = new HashMap<>(found);
    return lost;
  }

  private static String difference(Map<String, Held> expected, Map<String, Held> found) {
    var missing = new ArrayList<String>();
    var other = new ArrayList<String>();
    expected.forEach(
        (id, held) -> {
          Held there = found.get(id);
          if (there == null) {
            missing.add(id);
          } else if (!Objects.equals(there, held)) {
            other.add(id);
          }
        });
    var more = new ArrayList<>(found.keySet());
    more.removeAll(expected.keySet());
    return "after the fewest of them, "
        + sample("missing", missing)
        + sample("different", other)
        + sample("unexpected", more);
  }

  private static String sample(String what, List<String> ids) {
    return what + ": " + ids.size() + " " + ids.stream().sorted().limit(5).toList() + "; ";
  }
}
