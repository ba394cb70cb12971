package dev.quiver.benchmarks.crash;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.ring.Sharding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One store that is killed again and again, and what must be in it. */
final class Drill {
  private static final Duration LONGEST_WRITING = Duration.ofMillis(1_200);
  private static final Duration PHASE_COMES_WITHIN = Duration.ofSeconds(5);

  /** The store cuts calls into commands of at most so many records. */
  private static final int COMMAND_RECORDS = 1_000;

  private final Path directory;
  private final DrillSettings settings;
  private final long seed;
  private final Sharding sharding;
  private final SplittableRandom random;
  private final Map<String, Expectation> expectations = new TreeMap<>();
  private int round;
  private int lost;
  private int acknowledged;
  private int records;
  private List<Integer> safeCalls = List.of();

  Drill(Path directory, DrillSettings settings, long seed) {
    this.directory = directory;
    this.settings = settings;
    this.seed = seed;
    this.sharding = Sharding.consistent(settings.shards());
    this.random = new SplittableRandom(seed);
  }

  /**
   * Opens, compares, writes for a random time, kills.
   *
   * @param aim a phase to wait for, so that rare ones are hit too; null: the time alone decides
   * @return what the victim was in the middle of
   */
  EnumSet<Phase> kill(@Nullable Phase aim) throws IOException {
    long scriptSeed = seed + ++round;
    VictimProcess victim = VictimProcess.start(directory, settings, scriptSeed);
    compare(victim.awaitOpened());
    victim.letWrite(Duration.ofNanos(random.nextLong(LONGEST_WRITING.toNanos())));
    if (aim != null) {
      victim.awaitPhase(aim, PHASE_COMES_WITHIN);
    }
    EnumSet<Phase> phases = victim.kill();
    expect(victim, scriptSeed);
    return phases;
  }

  /** Opens for the last time, compares, and closes. */
  void finish() throws IOException {
    VictimProcess victim = VictimProcess.start(directory, settings, seed);
    compare(victim.awaitOpened());
    victim.dismiss();
  }

  /** Commands sent shortly before a kill that were not there afterwards, none acknowledged. */
  int lost() {
    return lost;
  }

  int acknowledged() {
    return acknowledged;
  }

  /** How many there were when the store was last opened. */
  int records() {
    return records;
  }

  private void compare(Map<String, Held> found) {
    Map<String, Map<String, Held>> parts = new HashMap<>();
    found.forEach(
        (id, held) -> parts.computeIfAbsent(part(id), any -> new HashMap<>()).put(id, held));
    for (int writer = 0; writer < Victim.WRITERS; writer++) {
      for (int shard = 0; shard < settings.shards(); shard++) {
        expectation(part(Script.name(writer), new ShardId(shard)));
      }
    }
    if (!expectations.keySet().containsAll(parts.keySet())) {
      throw new AssertionError("nobody wrote " + parts.keySet());
    }
    for (Map.Entry<String, Expectation> each : expectations.entrySet()) {
      int writer = Integer.parseInt(Script.writerOf(each.getKey()).substring(1));
      int safe = safeCalls.isEmpty() ? 0 : safeCalls.get(writer);
      Map<String, Held> part = parts.getOrDefault(each.getKey(), Map.of());
      lost += each.getValue().settle(each.getKey(), part, call -> call < safe);
    }
    records = found.size();
  }

  private String part(String id) {
    return part(Script.writerOf(id), sharding.shardOf(id));
  }

  private static String part(String writer, ShardId shard) {
    return writer + "-" + shard;
  }

  private Expectation expectation(String part) {
    return expectations.computeIfAbsent(part, any -> new Expectation());
  }

  /** Notes what the victim did, the call of each writer that was under way included. */
  private void expect(VictimProcess victim, long scriptSeed) {
    var safe = new ArrayList<Integer>();
    for (int writer = 0; writer < Victim.WRITERS; writer++) {
      int calls = victim.calls(writer);
      acknowledged += calls;
      var script = new Script(scriptSeed, writer);
      for (int call = 0; call <= calls; call++) {
        expect(Script.name(writer), call, script.next());
      }
      safe.add(victim.calls(writer, Duration.ofMillis(settings.intervalMillis())));
    }
    safeCalls = settings.intervalMillis() == 0 ? callsOf(victim) : safe;
  }

  private static List<Integer> callsOf(VictimProcess victim) {
    var calls = new ArrayList<Integer>();
    for (int writer = 0; writer < Victim.WRITERS; writer++) {
      calls.add(victim.calls(writer));
    }
    return calls;
  }

  private void expect(String writer, int call, Operation operation) {
    switch (operation) {
      case Operation.Put(Map<String, Held> written) ->
          byShard(written.keySet())
              .forEach(
                  (shard, ids) -> {
                    for (int from = 0; from < ids.size(); from += COMMAND_RECORDS) {
                      int to = Math.min(ids.size(), from + COMMAND_RECORDS);
                      List<String> some = ids.subList(from, to);
                      expectation(part(writer, shard))
                          .add(call, held -> some.forEach(id -> held.put(id, written.get(id))));
                    }
                  });
      case Operation.Remove(List<String> removed) ->
          byShard(new LinkedHashSet<>(removed))
              .forEach(
                  (shard, ids) ->
                      expectation(part(writer, shard))
                          .add(call, held -> held.keySet().removeAll(Set.copyOf(ids))));
      case Operation.RemoveGroup group -> {
        for (int shard = 0; shard < settings.shards(); shard++) {
          expectation(part(writer, new ShardId(shard)))
              .add(call, held -> held.values().removeIf(group::concerns));
        }
      }
    }
  }

  private Map<ShardId, List<String>> byShard(Set<String> ids) {
    Map<ShardId, List<String>> shards = new TreeMap<>();
    ids.forEach(
        id -> shards.computeIfAbsent(sharding.shardOf(id), any -> new ArrayList<>()).add(id));
    return shards;
  }
}
