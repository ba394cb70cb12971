package dev.quiver.embedding.internal.ingest;

import dev.quiver.embedding.internal.ledger.Witness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the answers about all witnesses say of the store.
 *
 * <p>A store from a backup lacks what came last: the newest witnesses up to some moment. Where each
 * of these names the only document that was stored since the one before, doing these documents
 * again makes up for all that is lost. Where one of them stands for others too, or none is left, or
 * most are missing, the store is another one.
 *
 * @param isAnother whether the store must be filled anew
 * @param sources documents to do again, where it is the same store
 */
record Verdict(boolean isAnother, Set<String> sources) {

  /** What the store answers when it is asked for a witness. */
  enum Answer {
    FOUND,
    MISSING,
    /** Its document has changed or gone since, so that nobody asked. */
    NOT_ASKED
  }

  /** A witness and what the store says of it. */
  record Statement(Witness witness, Answer answer) {
    boolean isMissing() {
      return answer == Answer.MISSING;
    }
  }

  /**
   * @param statements the newest first
   */
  static Verdict of(List<Statement> statements) {
    Set<String> sources = new LinkedHashSet<>();
    statements.stream()
        .filter(Statement::isMissing)
        .forEach(each -> sources.add(each.witness().source()));
    long asked = statements.stream().filter(each -> each.answer() != Answer.NOT_ASKED).count();
    long missing = statements.stream().filter(Statement::isMissing).count();
    boolean isAnother =
        missing > 0 && (missing == asked || 2 * missing > asked + 1 || lostUnnamed(statements));
    return new Verdict(isAnother, sources);
  }

  /** Whether the end that is lost has documents that no witness names. */
  private static boolean lostUnnamed(List<Statement> statements) {
    List<Statement> end =
        statements.stream().takeWhile(each -> each.answer() != Answer.FOUND).toList();
    return end.stream().anyMatch(Statement::isMissing)
        && end.stream().anyMatch(each -> each.witness().documents() > 1);
  }
}
