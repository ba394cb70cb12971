package dev.quiver.store;

/** In which form vectors are searched. Scores are always computed from the raw vectors. */
public enum Quantization {
  /** As they are: 4 bytes a component. */
  NONE,
  /** Candidates are found over 8-bit copies, then scored exactly. */
  INT8
}
