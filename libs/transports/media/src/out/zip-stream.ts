/** A ZIP archive of files, streamed. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { DiscFile } from './write-disc';

/** Rejects when a file yields another number of bytes than announced. */
export async function* zipStream(files: readonly DiscFile[], at: Date): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const file of files) {
    zip.addReadStreamLazy(file.path.join('/'), { mtime: at, compressionLevel: 1 }, (give) => {
      const bytes = Readable.from(exactly(file));
      bytes.on('error', (error) => output.destroy(error));
      give(null, bytes);
    });
  }
  zip.end();
  yield* output as AsyncIterable<Buffer>;
}

async function* exactly(file: DiscFile): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file.content()) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== file.bytes) throw new RangeError(`A file of the archive has ${bytes} bytes and was announced with ${file.bytes}.`);
}
