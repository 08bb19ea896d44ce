import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import type { Request, Response } from 'express';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Actor } from '../platform/acts/actor';
import type { Settings } from '../platform/settings/settings';
import type { ParcelColumns } from './parcel.row';
import type { Parcels } from './parcels';
import { uploadDir } from './places';

const METHODS: ReadonlySet<string> = new Set(['HEAD', 'PATCH']);

/**
 * The bytes of an announced parcel over tus 1.0: asked how far they got, and continued. Only whoever announced it may send, and only the announced
 * length; the address holds the parcel's id and nothing else.
 */
export class Uploads {
  private readonly store: FileStore;
  private readonly server: Server;
  private readonly actors = new WeakMap<object, Actor>();

  constructor(private readonly parcels: Parcels, settings: Settings) {
    this.store = new FileStore({ directory: uploadDir(settings), expirationPeriodInMilliseconds: settings.UPLOAD_HOURS * 3_600_000 });
    this.server = new Server({
      path: '/api/v1/parcels', datastore: this.store, allowedOrigins: [], relativeLocation: true, maxSize: settings.UPLOAD_BYTES,
      getFileIdFromRequest: (request) => /\/parcels\/([0-9a-f-]{36})\/bytes$/.exec(new URL(request.url).pathname)?.[1],
      onUploadFinish: async (request, upload) => {
        const actor = this.actors.get(request.runtime?.node?.req ?? {});
        if (actor) await this.parcels.arrived(upload.id, actor);
        return {};
      },
    });
  }

  /** Makes the empty file; `bytes` is what will come. */
  async begin(id: string, bytes: number): Promise<void> {
    await this.store.create(new Upload({ id, size: bytes, offset: 0, creation_date: new Date().toISOString() }));
  }

  /** `whose` answers with who sends, and the parcel if it is theirs. */
  async handle(id: string, request: Request, response: Response, whose: () => Promise<{ readonly actor: Actor; readonly row: ParcelColumns | null }>): Promise<void> {
    const { actor, row } = await whose();
    if (!row) throw notFound('parcel');
    if (!METHODS.has(request.method)) throw new Refusal(404, 'not-found', 'An upload is continued with PATCH and asked about with HEAD.');
    if (row.state !== 'uploading') throw new Refusal(410, 'not-uploading', 'Nothing is uploaded to this any more.');
    this.actors.set(request, actor);
    await this.server.handle(request, response);
    // a process that died between the last byte and its note is made good by the next question
    const there = await this.store.getUpload(id).catch(() => null);
    if (there && there.offset === there.size) await this.parcels.arrived(id, actor);
  }
}
