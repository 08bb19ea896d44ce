import { inject, Injectable, signal } from '@angular/core';
import type { ParcelDetail, ParcelView } from '@causeway/contracts';
import { Upload } from 'tus-js-client';
import type { Chosen } from './dropped-files';
import { folderArchive } from './folder-archive';
import { ParcelsApi } from './parcels.api';

export interface Sending {
  readonly sent: number;
  readonly bytes: number;
  /** Null while it goes well. */
  readonly trouble: string | null;
}

const CHUNK = 32 * 2 ** 20;
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 60_000];

/** Uploads under way in this tab. They go on while the person looks at other pages, and can be taken up again after a reload. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  private readonly api = inject(ParcelsApi);
  private readonly running = new Map<string, Upload>();
  readonly sending = signal<Readonly<Record<string, Sending>>>({});

  /** Announces and begins. Rejects with what the api says when it may not. */
  async begin(chosen: Chosen, about: { readonly label: string; readonly sourceFacilityId: string | null }): Promise<ParcelDetail> {
    const bytes = bytesOf(chosen);
    const parcel = await this.api.announce({
      form: chosen.form, bytes: bytes.size, ...(chosen.form === 'folder' ? { files: chosen.files.length } : {}), ...(about.label ? { label: about.label } : {}),
      ...(about.sourceFacilityId ? { sourceFacilityId: about.sourceFacilityId } : {}),
    });
    this.send(parcel.id, bytes, 0);
    return parcel;
  }

  /** Goes on with an announced upload. False when what was chosen is not the same thing. */
  goOn(parcel: ParcelView, chosen: Chosen): boolean {
    const bytes = bytesOf(chosen);
    if (chosen.form !== parcel.form || bytes.size !== parcel.bytes) return false;
    this.send(parcel.id, bytes, parcel.received);
    return true;
  }

  async stop(id: string): Promise<void> {
    await this.running.get(id)?.abort();
    this.forget(id);
  }

  private send(id: string, bytes: Blob, received: number): void {
    this.note(id, { sent: received, bytes: bytes.size, trouble: null });
    const upload = new Upload(bytes, {
      uploadUrl: `/api/v1/parcels/${id}/bytes`, chunkSize: CHUNK, retryDelays: RETRIES_MS, storeFingerprintForResuming: false,
      onProgress: (sent) => this.note(id, { sent, bytes: bytes.size, trouble: null }),
      onShouldRetry: (_, attempt) => {
        if (attempt > 0) this.note(id, { ...this.sending()[id]!, trouble: 'The connection was interrupted; trying again.' });
        return true;
      },
      onSuccess: () => this.forget(id),
      onError: () => {
        this.running.delete(id);
        this.note(id, { ...this.sending()[id]!, trouble: 'The upload stopped. Choose the same disc again to go on where it stopped.' });
      },
    });
    this.running.set(id, upload);
    upload.start();
  }

  private note(id: string, sending: Sending): void {
    this.sending.update((all) => ({ ...all, [id]: sending }));
  }

  private forget(id: string): void {
    this.running.delete(id);
    this.sending.update((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== id)));
  }
}

const bytesOf = (chosen: Chosen): Blob => (chosen.form === 'file' ? chosen.file : folderArchive(chosen.files));
