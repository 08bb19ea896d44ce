/** The parts we use of codecs that come without types, and of WebAssembly, whose types belong to browsers' libraries. */
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  type Exports = Readonly<Record<string, unknown>>;
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: Exports;
    constructor(module: Module, imports: Imports);
  }
}

interface CodecFrame {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface CodecDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): CodecFrame;
  getDecodedBuffer(): Uint8Array;
  getInterleaveMode?(): number;
}

interface CodecModule {
  readonly [name: string]: new () => CodecDecoder;
}

interface CodecOptions {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): WebAssembly.Exports;
  print(): void;
  printErr(): void;
}

type CodecFactory = (options: CodecOptions) => Promise<CodecModule>;

declare module '@cornerstonejs/codec-*/decodewasmjs' {
  const factory: CodecFactory;
  export default factory;
}

declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: CodecFactory;
  export default factory;
}
