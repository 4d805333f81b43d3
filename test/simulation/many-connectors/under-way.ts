/** How much of something is under way, and how much was at most. */
export class UnderWay {
  now = 0;
  most = 0;

  begin(): void {
    this.now++;
    this.most = Math.max(this.most, this.now);
  }

  end(): void {
    this.now--;
  }

  /** Counts work from its call to its end. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }
}
