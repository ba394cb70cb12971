package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.embedding.error.ModelChangedException;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Witness;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps vectors of two models from one store: by the model's name, and by the vectors' length. */
final class ModelCheck {
  private final Plan plan;
  private final Ledger ledger;

  /** 0 until there is a vector to go by. */
  private final AtomicInteger dimension;

  ModelCheck(Plan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
    this.dimension =
        new AtomicInteger(
            ledger.witnesses().stream()
                .filter(ledger::isStored)
                .filter(this::isOfThisModel)
                .findFirst()
                .map(witness -> witness.vector().size())
                .orElse(0));
  }

  private boolean isOfThisModel(Witness witness) {
    return ledger
        .find(witness.source())
        .map(SourceState::origin)
        .filter(origin -> origin.model().equals(plan.modelName()))
        .isPresent();
  }

  void checkName() {
    Map<String, Long> models = ledger.models();
    models.remove(plan.modelName());
    if (!models.isEmpty() && !plan.choices().reembed()) {
      Map.Entry<String, Long> other = models.entrySet().iterator().next();
      throw new ModelChangedException(
          String.format(
              Locale.ROOT,
              "model must be %s, which made the vectors of %d sources in the store, but was %s;"
                  + " choose reembed to have them made anew",
              other.getKey(),
              other.getValue(),
              plan.modelName()));
    }
  }

  void checkDimension(List<Embedding> vectors) {
    for (Embedding vector : vectors) {
      int known = dimension.compareAndExchange(0, vector.dimension());
      if (known != 0 && known != vector.dimension()) {
        throw new ModelChangedException(
            String.format(
                Locale.ROOT,
                "vectors of %s must have %d components as those in the store, but had %d; give a"
                    + " model that differs another modelName",
                plan.modelName(),
                known,
                vector.dimension()));
      }
    }
  }
}
