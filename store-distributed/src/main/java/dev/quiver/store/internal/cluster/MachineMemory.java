package dev.quiver.store.internal.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a node may take: what its memory load is measured against. */
final class MachineMemory {
  private static final double SHARE = 0.7;

  private MachineMemory() {}

  /** The limit given; else an equal share of 70 % of what the machine has beyond this heap. */
  static long limitOf(ClusterOptions options, int nodes) {
    Long given = options.nodeMemoryLimit();
    if (given != null) {
      return given;
    }
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long left = Math.max(machine / 10, machine - Runtime.getRuntime().maxMemory());
    return Math.max(1, (long) (left * SHARE) / nodes);
  }
}
