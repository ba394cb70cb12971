package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SortableBytesTest {
  @Test
  void keysComeBackAndSortLikeTheirBytes() {
    var random = new RandomRecords(Seed.next());
    for (int i = 0; i < 20_000; i++) {
      RecordKey left = random.key(30);
      RecordKey right = random.key(30);
      assertThat(SortableBytes.readKey(SortableBytes.key(left))).isEqualTo(left);
      assertThat(Integer.signum(SortableBytes.key(left).compareTo(SortableBytes.key(right))))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(left.compareTo(right)));
    }
  }

  @Test
  void numbersSortLikeTheirBytes() {
    var random = new RandomRecords(Seed.next());
    for (int i = 0; i < 50_000; i++) {
      if (random.value() instanceof Value.Num left
          && random.value() instanceof Value.Num right
          && !left.isNaN()
          && !right.isNaN()) {
        int bytes = Arrays.compareUnsigned(SortableBytes.number(left), SortableBytes.number(right));
        assertThat(Integer.signum(bytes))
            .as("%s and %s", left, right)
            .isEqualTo(Integer.signum(left.compareByValue(right)));
      }
    }
  }
}
