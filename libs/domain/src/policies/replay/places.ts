/** Places of rows among all rows; a plain array of a hundred thousand numbers is moved about too often. */
export class Places {
  private held = new Uint32Array(1024);
  private count = 0;
  private sorted = true;

  add(at: number): void {
    if (this.count === this.held.length) {
      const wider = new Uint32Array(2 * this.count);
      wider.set(this.held);
      this.held = wider;
    }
    if (this.count > 0 && at < (this.held[this.count - 1] as number)) this.sorted = false;
    this.held[this.count++] = at;
  }

  /** Ascending: the order the decisions were made in. */
  inOrder(): Uint32Array {
    const all = this.held.subarray(0, this.count);
    return this.sorted ? all : all.sort();
  }
}
