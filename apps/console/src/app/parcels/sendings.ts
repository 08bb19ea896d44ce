import { Injectable, signal } from '@angular/core';
import { Upload } from 'tus-js-client';

export interface Sending {
  readonly sent: number;
  readonly bytes: number;
  /** Null while it goes well. */
  readonly trouble: string | null;
}

const CHUNK = 32 * 2 ** 20;
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 60_000];
/** How a line begins that says the upload will not go on by itself. */
export const STOPPED = 'The upload stopped';

/** Bytes on their way from this tab, over tus 1.0: asked how far they got, and continued. They go on while the person looks at other pages. */
@Injectable({ providedIn: 'root' })
export class Sendings {
  private readonly running = new Map<string, Upload>();
  readonly sending = signal<Readonly<Record<string, Sending>>>({});

  /** `address` is where the bytes of this parcel go; `received` is what is there already. */
  send(id: string, address: string, bytes: Blob, received: number, more: { readonly headers?: Readonly<Record<string, string>>; readonly done?: () => void } = {}): void {
    this.note(id, { sent: received, bytes: bytes.size, trouble: null });
    const upload = new Upload(bytes, {
      uploadUrl: address, chunkSize: CHUNK, retryDelays: RETRIES_MS, storeFingerprintForResuming: false, headers: { ...more.headers },
      onProgress: (sent) => this.note(id, { sent, bytes: bytes.size, trouble: null }),
      onShouldRetry: (_, attempt) => {
        if (attempt > 0) this.note(id, { ...this.sending()[id]!, trouble: 'The connection was interrupted; trying again.' });
        return true;
      },
      onSuccess: () => {
        this.forget(id);
        more.done?.();
      },
      onError: () => {
        this.running.delete(id);
        this.note(id, { ...this.sending()[id]!, trouble: `${STOPPED}. Choose the same files again to go on where it stopped.` });
      },
    });
    this.running.set(id, upload);
    upload.start();
  }

  async stop(id: string): Promise<void> {
    await this.running.get(id)?.abort();
    this.forget(id);
  }

  /** Whether this tab sends it now. */
  isSending(id: string): boolean {
    const sending = this.sending()[id];
    return sending !== undefined && !sending.trouble?.startsWith(STOPPED);
  }

  private note(id: string, sending: Sending): void {
    this.sending.update((all) => ({ ...all, [id]: sending }));
  }

  private forget(id: string): void {
    this.running.delete(id);
    this.sending.update((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== id)));
  }
}
