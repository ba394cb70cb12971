package dev.quiver.store.internal.log;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ratis.metrics.LongCounter;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.apache.ratis.util.TimeDuration;

/**
 * Keeps none of Ratis's metrics: it has about a hundred for each log, most of them histograms, and
 * refuses to run without somebody to keep them. Quiver measures what its users ask about itself.
 * Public, with a constructor without arguments, because Ratis looks for it as a service.
 */
public final class UnmeasuredRatis extends MetricRegistries {
  private static final Timekeeper.Context UNTIMED = () -> 0;
  private static final Timekeeper CLOCK = () -> UNTIMED;
  private static final LongCounter COUNTER = new Uncounted();

  @Override
  public RatisMetricRegistry create(MetricRegistryInfo info) {
    return new Registry(info);
  }

  @Override
  public boolean remove(MetricRegistryInfo info) {
    return true;
  }

  @Override
  public Optional<RatisMetricRegistry> get(MetricRegistryInfo info) {
    return Optional.empty();
  }

  @Override
  public Set<MetricRegistryInfo> getMetricRegistryInfos() {
    return Set.of();
  }

  @Override
  public Collection<RatisMetricRegistry> getMetricRegistries() {
    return List.of();
  }

  @Override
  public void clear() {
    // Nothing is kept.
  }

  @Override
  public void addReporterRegistration(
      Consumer<RatisMetricRegistry> reporter, Consumer<RatisMetricRegistry> stopReporter) {
    // Nothing is kept that could be reported.
  }

  @Override
  public void enableJmxReporter() {
    // Nothing is kept that could be reported.
  }

  @Override
  public void enableConsoleReporter(TimeDuration interval) {
    // Nothing is kept that could be reported.
  }

  private record Registry(MetricRegistryInfo info) implements RatisMetricRegistry {
    @Override
    public Timekeeper timer(String name) {
      return CLOCK;
    }

    @Override
    public LongCounter counter(String name) {
      return COUNTER;
    }

    @Override
    public boolean remove(String name) {
      return true;
    }

    @Override
    public <T> void gauge(String name, Supplier<Supplier<T>> value) {
      // Nobody will ask.
    }

    @Override
    public MetricRegistryInfo getMetricRegistryInfo() {
      return info;
    }
  }

  private static final class Uncounted implements LongCounter {
    @Override
    public void inc(long n) {
      // Nobody will ask.
    }

    @Override
    public void dec(long n) {
      // Nobody will ask.
    }

    @Override
    public long getCount() {
      return 0;
    }
  }
}
