/** Chance, for jitter and for the choice of a partition. */
export interface Random {
  /** A number from 0 to less than 1. */
  next(): number;
}
