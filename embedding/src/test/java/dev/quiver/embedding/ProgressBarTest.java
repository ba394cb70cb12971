package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user sees of a run. */
class ProgressBarTest {
  private static final StageTimes TIMES =
      new StageTimes(
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3),
          Duration.ofMillis(40));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalShowsABarThatIsRedrawn() {
    var bar = new ProgressBar(out, true);
    bar.progressed(progress(250, 1_000, 30));
    bar.progressed(progress(251, 1_000, 30));

    assertThat(shown())
        .isEqualTo(
            "\r\u001b[K[##--------]  25 % 250 of 1,000 documents, 50.0"
                + " segments/s, 2 failed, 1:30 left");
  }

  /** A line that the terminal breaks is drawn over in part, and fills the screen with its rests. */
  @Test
  void aLineIsNeverLongerThanATerminal() {
    new ProgressBar(out, true).progressed(progress(1_234_567, 123_456_789, 4_000));
    new ProgressBar(out, true).progressed(progress(1, 2, 1));

    assertThat(shown().split("\r\u001b\\[K", -1))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(80))
        .anySatisfy(line -> assertThat(line).startsWith("1,234,567 of 123,456,789 documents, "))
        .anySatisfy(line -> assertThat(line).startsWith("[######-------]  50 % 1 of 2 "));
  }

  @Test
  void elsewhereThereIsALineNowAndThen() {
    var bar = new ProgressBar(out, false);
    bar.progressed(progress(10, -1, 5));
    bar.progressed(progress(20, -1, 12));
    bar.progressed(progress(30, -1, 15));

    assertThat(shown().lines()).containsExactly("20 documents, 125.0 segments/s, 2 failed");
  }

  @Test
  void theEndIsASummary() {
    new ProgressBar(out, false)
        .finished(
            new IngestReport(
                1_234,
                2,
                3,
                4,
                List.of(new IngestFailure("a.md", "it is broken")),
                List.of("b.md", "c.md"),
                56_789,
                Duration.ofMillis(61_250)),
            TIMES);

    assertThat(shown().lines())
        .containsExactly(
            "1,234 added, 2 unchanged, 3 changed, 4 removed, 2 empty, 1 failed, 56,789 tokens in"
                + " 61.3 s",
            "seconds by stage: reading 0.1, splitting 0.2, embedding 60.0, storing 3.0, noting 0.0",
            "nothing in it: b.md",
            "nothing in it: c.md",
            "failed: a.md: it is broken");
  }

  private static IngestProgress progress(long documents, long expected, long seconds) {
    return new IngestProgress(documents, expected, 1_500, 2, Duration.ofSeconds(seconds));
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
