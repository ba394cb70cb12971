package dev.quiver.benchmarks.failover;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Calls in short blocks: to a store by itself, to the same once more, and to it behind failover. A
 * round is one block of each, in an order that chance says, because calls leave work behind for
 * whoever comes next. Whatever else the machine does is at all blocks of a round, or at few rounds.
 * So blocks are compared within their round, and the median of that is taken.
 */
final class Blocks {
  enum Kind {
    BY_ITSELF,
    ONCE_MORE,
    BEHIND
  }

  /**
   * Microseconds a call.
   *
   * @param processor of all threads of this JVM
   * @param caller of the processor too, for the thread that calls
   */
  record Cost(double clock, double processor, double caller) {}

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Of the rounds; before them, or calls are measured that the JVM has yet to compile. */
  private static final int WARM_UP_PERCENT = 20;

  private final int callsInBlock;
  private final Map<Kind, List<Cost>> costs = new EnumMap<>(Kind.class);

  private Blocks(int callsInBlock) {
    this.callsInBlock = callsInBlock;
    for (Kind kind : Kind.values()) {
      costs.put(kind, new ArrayList<>());
    }
  }

  /**
   * Makes the calls.
   *
   * @param calls of each kind, by their number; within a round all kinds get the same numbers
   */
  static Blocks of(int rounds, int callsInBlock, Map<Kind, IntConsumer> calls, long seed) {
    var blocks = new Blocks(callsInBlock);
    var random = new Random(seed);
    int warmUp = rounds * WARM_UP_PERCENT / 100;
    var order = new ArrayList<>(calls.entrySet());
    for (int round = 0; round < warmUp + rounds; round++) {
      Collections.shuffle(order, random);
      for (Map.Entry<Kind, IntConsumer> next : order) {
        Cost cost = blocks.cost(round, next.getValue());
        if (round >= warmUp) {
          blocks.all(next.getKey()).add(cost);
        }
      }
    }
    return blocks;
  }

  private Cost cost(int round, IntConsumer call) {
    int first = round * callsInBlock;
    long began = System.nanoTime();
    long beganProcessor = SYSTEM.getProcessCpuTime();
    long beganCaller = THREADS.getCurrentThreadCpuTime();
    IntStream.range(first, first + callsInBlock).forEach(call);
    double calls = 1e3 * callsInBlock;
    return new Cost(
        (System.nanoTime() - began) / calls,
        (SYSTEM.getProcessCpuTime() - beganProcessor) / calls,
        (THREADS.getCurrentThreadCpuTime() - beganCaller) / calls);
  }

  private List<Cost> all(Kind kind) {
    return costs.getOrDefault(kind, List.of());
  }

  double median(Kind kind, ToDoubleFunction<Cost> of) {
    return Median.of(all(kind).stream().mapToDouble(of).toArray()).value();
  }

  /** Where steps of counting are too large for one block. */
  double mean(Kind kind, ToDoubleFunction<Cost> of) {
    return all(kind).stream().mapToDouble(of).average().orElseThrow();
  }

  /** By the clock, what one kind took of what the other did, in the same round. */
  Median ratio(Kind one, Kind other) {
    return Median.of(
        IntStream.range(0, all(one).size())
            .mapToDouble(round -> all(one).get(round).clock() / all(other).get(round).clock())
            .toArray());
  }
}
