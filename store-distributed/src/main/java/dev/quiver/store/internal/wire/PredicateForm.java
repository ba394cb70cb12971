package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.proto.CommandProto;
import dev.quiver.store.internal.wire.proto.RecordProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A predicate on the wire. A chain of one operator, however long and however nested, is one node
 * with all its operands in order; read back it is a balanced tree, which means the same and can be
 * evaluated on any stack.
 */
final class PredicateForm {
  /** Nodes on the longest way from the root to a leaf, counted after chains became one. */
  static final int MAX_DEPTH = 64;

  private PredicateForm() {}

  static CommandProto.Predicate write(Predicate predicate) {
    return write(predicate, 1);
  }

  private static CommandProto.Predicate write(Predicate predicate, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "filter must nest at most " + MAX_DEPTH + " operators, but nests more");
    }
    var message = CommandProto.Predicate.newBuilder();
    switch (predicate) {
      case Predicate.Compare compare -> message.setComparison(writeComparison(compare));
      case Predicate.In(var key, var values) -> message.setIn(writeMembership(key, values));
      case Predicate.NotIn(var key, var values) -> message.setNotIn(writeMembership(key, values));
      case Predicate.Contains(var key, var part) ->
          message.setContains(
              CommandProto.Contains.newBuilder()
                  .setKey(TextForm.write(key))
                  .setPart(TextForm.write(part)));
      case Predicate.And and -> message.setAnd(writeOperands(and, depth));
      case Predicate.Or or -> message.setOr(writeOperands(or, depth));
      case Predicate.Not(var operand) -> message.setNot(write(operand, depth + 1));
    }
    return message.build();
  }

  private static CommandProto.Comparison writeComparison(Predicate.Compare compare) {
    return CommandProto.Comparison.newBuilder()
        .setKey(TextForm.write(compare.key()))
        .setOperator(writeOperator(compare.comparison()))
        .setValue(ValueForm.write(compare.value()))
        .build();
  }

  private static CommandProto.Comparison.Operator writeOperator(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> CommandProto.Comparison.Operator.EQUAL;
      case NOT_EQUAL -> CommandProto.Comparison.Operator.NOT_EQUAL;
      case GREATER -> CommandProto.Comparison.Operator.GREATER;
      case GREATER_OR_EQUAL -> CommandProto.Comparison.Operator.GREATER_OR_EQUAL;
      case LESS -> CommandProto.Comparison.Operator.LESS;
      case LESS_OR_EQUAL -> CommandProto.Comparison.Operator.LESS_OR_EQUAL;
    };
  }

  private static CommandProto.Membership writeMembership(String key, List<Value> values) {
    var message = CommandProto.Membership.newBuilder().setKey(TextForm.write(key));
    values.forEach(value -> message.addValues(ValueForm.write(value)));
    return message.build();
  }

  private static CommandProto.Operands writeOperands(Predicate chain, int depth) {
    var message = CommandProto.Operands.newBuilder();
    for (Predicate operand : Predicate.operandsOf(chain)) {
      message.addOperands(write(operand, depth + 1));
    }
    return message.build();
  }

  static Predicate read(CommandProto.Predicate message) {
    return switch (Format.known(message).getKindCase()) {
      case COMPARISON -> readComparison(message.getComparison());
      case IN ->
          new Predicate.In(TextForm.read(message.getIn().getKey()), readValues(message.getIn()));
      case NOT_IN ->
          new Predicate.NotIn(
              TextForm.read(message.getNotIn().getKey()), readValues(message.getNotIn()));
      case CONTAINS -> readContains(message.getContains());
      case AND -> join(readOperands(message.getAnd()), Predicate.And::new);
      case OR -> join(readOperands(message.getOr()), Predicate.Or::new);
      case NOT -> new Predicate.Not(read(message.getNot()));
      case KIND_NOT_SET -> throw new IllegalArgumentException("predicate is missing");
    };
  }

  private static Predicate readComparison(CommandProto.Comparison message) {
    Format.known(message);
    return new Predicate.Compare(
        TextForm.read(message.getKey()),
        readOperator(message.getOperator()),
        ValueForm.read(message.getValue()));
  }

  private static Comparison readOperator(CommandProto.Comparison.Operator operator) {
    return switch (operator) {
      case EQUAL -> Comparison.EQUAL;
      case NOT_EQUAL -> Comparison.NOT_EQUAL;
      case GREATER -> Comparison.GREATER;
      case GREATER_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      case LESS -> Comparison.LESS;
      case LESS_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case OPERATOR_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("comparison has no known operator");
    };
  }

  private static List<Value> readValues(CommandProto.Membership message) {
    var values = new ArrayList<Value>(Format.known(message).getValuesCount());
    for (RecordProto.Value value : message.getValuesList()) {
      values.add(ValueForm.read(value));
    }
    return values;
  }

  private static Predicate.Contains readContains(CommandProto.Contains message) {
    Format.known(message);
    return new Predicate.Contains(
        TextForm.read(message.getKey()), TextForm.read(message.getPart()));
  }

  private static List<Predicate> readOperands(CommandProto.Operands message) {
    if (Format.known(message).getOperandsCount() < 2) {
      throw new IllegalArgumentException(
          "an operator has " + message.getOperandsCount() + " operands instead of 2 or more");
    }
    return message.getOperandsList().stream().map(PredicateForm::read).toList();
  }

  private static Predicate join(List<Predicate> operands, BinaryOperator<Predicate> operator) {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    int half = (operands.size() + 1) / 2;
    return operator.apply(
        join(operands.subList(0, half), operator),
        join(operands.subList(half, operands.size()), operator));
  }
}
