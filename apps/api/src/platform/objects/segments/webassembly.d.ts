/** The part of WebAssembly the types of Node.js leave out: memory that is not shared (WebAssembly JavaScript interface 5.3). */
declare namespace WebAssembly {
  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
  }
}
