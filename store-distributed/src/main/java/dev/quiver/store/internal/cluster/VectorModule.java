package dev.quiver.store.internal.cluster;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The module of the JDK that lets distances be computed several components at a time. */
final class VectorModule {
  private static final Logger LOG = LoggerFactory.getLogger(VectorModule.class);
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private VectorModule() {}

  /** Says once in the life of this JVM when it is missing. */
  static void mention() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()
        && SAID.compareAndSet(false, true)) {
      LOG.info(
          "Vectors are compared one component at a time: start Java with --add-modules"
              + " jdk.incubator.vector to have it use SIMD");
    }
  }
}
