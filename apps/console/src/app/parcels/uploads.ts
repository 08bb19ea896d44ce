import { inject, Injectable } from '@angular/core';
import type { ParcelDetail, ParcelView } from '@causeway/contracts';
import type { Chosen } from './dropped-files';
import { folderArchive } from './folder-archive';
import { ParcelsApi } from './parcels.api';
import { Sendings } from './sendings';

/** Discs, folders and archives this person uploads: announced first, and taken up again after a reload. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  private readonly api = inject(ParcelsApi);
  private readonly sendings = inject(Sendings);
  readonly sending = this.sendings.sending;

  /** Announces and begins. Rejects with what the api says when it may not. */
  async begin(chosen: Chosen, about: { readonly label: string; readonly sourceFacilityId: string | null; readonly requestNumber: string }): Promise<ParcelDetail> {
    const bytes = bytesOf(chosen);
    const parcel = await this.api.announce({
      form: chosen.form, bytes: bytes.size, ...(chosen.form === 'folder' ? { files: chosen.files.length } : {}), ...(about.label ? { label: about.label } : {}),
      ...(about.sourceFacilityId ? { sourceFacilityId: about.sourceFacilityId } : {}), ...(about.requestNumber ? { requestNumber: about.requestNumber } : {}),
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

  stop(id: string): Promise<void> {
    return this.sendings.stop(id);
  }

  isSending(id: string): boolean {
    return this.sendings.isSending(id);
  }

  private send(id: string, bytes: Blob, received: number): void {
    this.sendings.send(id, `/api/v1/parcels/${id}/bytes`, bytes, received);
  }
}

export const bytesOf = (chosen: Chosen): Blob => (chosen.form === 'file' ? chosen.file : folderArchive(chosen.files));
