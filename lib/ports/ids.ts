/** Names that nobody else draws. */
export interface Ids {
  /** 128 random bits as 32 hexadecimal digits. */
  next(): string;
}
