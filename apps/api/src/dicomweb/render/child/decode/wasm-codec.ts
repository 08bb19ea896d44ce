/**
 * Decoders compiled to WebAssembly. Each image gets an instance of its own with empty memory: what a damaged image does to a decoder ends
 * with that image, and nothing of one patient's pixels can turn up in another's.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { Undecodable, type SampleArray, type Samples } from '../samples';

const { resolve } = createRequire(import.meta.url);
const compiled = new Map<string, WebAssembly.Module>();

export interface Codec {
  readonly load: () => Promise<{ readonly default: CodecFactory }>;
  /** Package path of the compiled code. */
  readonly wasm: string;
  /** Name of the decoder class in the module. */
  readonly decoder: string;
}

export const CODECS = {
  jpeg: { load: () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'), wasm: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm', decoder: 'JPEGDecoder' },
  jpegLs: { load: () => import('@cornerstonejs/codec-charls/decodewasmjs'), wasm: '@cornerstonejs/codec-charls/decodewasm', decoder: 'JpegLSDecoder' },
  jpeg2000: { load: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'), wasm: '@cornerstonejs/codec-openjpeg/decodewasm', decoder: 'J2KDecoder' },
  htj2k: { load: () => import('@cornerstonejs/codec-openjph/wasmjs'), wasm: '@cornerstonejs/codec-openjph/wasm', decoder: 'HTJ2KDecoder' },
  jpegXl: { load: () => import('@cornerstonejs/codec-libjxl/decodewasmjs'), wasm: '@cornerstonejs/codec-libjxl/decodewasm', decoder: 'JpegXLDecoder' },
} as const satisfies Record<string, Codec>;

async function decoderOf(codec: Codec): Promise<CodecDecoder> {
  const { default: factory } = await codec.load();
  let module = compiled.get(codec.wasm);
  if (!module) {
    module = new WebAssembly.Module(fs.readFileSync(resolve(codec.wasm)));
    compiled.set(codec.wasm, module);
  }
  const code = module;
  const made = await factory({
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(code, imports);
      done(instance, code);
      return instance.exports;
    },
    print: () => undefined,
    printErr: () => undefined,
  });
  const Decoder = made[codec.decoder];
  if (!Decoder) throw new Error(`The codec has no ${codec.decoder}.`);
  return new Decoder();
}

/** Samples need not begin where their type may: copied to memory of their own. */
function samplesOf(bytes: Uint8Array, bitsPerSample: number, signed: boolean): SampleArray {
  const { buffer } = bytes.slice();
  if (bitsPerSample <= 8) return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
  if (bitsPerSample <= 16) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  throw new Undecodable();
}

/** Throws `Undecodable`. */
export async function decodeWasm(codec: Codec, bytes: Buffer): Promise<Samples> {
  const decoder = await decoderOf(codec);
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
  } catch {
    throw new Undecodable();
  }
  const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
  const values = samplesOf(decoder.getDecodedBuffer(), bitsPerSample, isSigned ?? false);
  if (width < 1 || height < 1 || values.length < width * height * componentCount) throw new Undecodable();
  // JPEG-LS without interleaving hands out plane by plane
  const planar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
  return { width, height, count: componentCount, values, planar, colour: 'as-declared' };
}
