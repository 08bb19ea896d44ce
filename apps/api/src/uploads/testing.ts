import type { GivenUploadLink, UploadContents, UploadedParcel } from '@causeway/contracts';
import { UPLOAD_LINK_HEADER } from '@causeway/contracts';
import sharp from 'sharp';

/** A patient at the page of a link, over HTTP as their browser is. */
export class Visitor {
  cookie = '';

  constructor(private readonly url: string, private readonly given: Pick<GivenUploadLink, 'address' | 'code'>) {}

  get token(): string {
    return this.given.address.split('#')[1] ?? '';
  }

  async open(birthDate: string | null, code = this.given.code, token = this.token): Promise<Response> {
    const answer = await this.ask('POST', '/uploads/open', { code, birthDate }, { [UPLOAD_LINK_HEADER]: token });
    const set = answer.headers.get('set-cookie')?.split(';')[0];
    if (set) this.cookie = set;
    return answer;
  }
  current(token = this.token): Promise<Response> {
    return this.ask('GET', '/uploads/current', undefined, { [UPLOAD_LINK_HEADER]: token });
  }
  say(relation = 'parent', name = 'Rosa Person'): Promise<Response> {
    return this.ask('POST', '/uploads/statement', { relation, name, attested: true });
  }
  async contents(): Promise<UploadContents> {
    return (await (await this.ask('GET', '/uploads/contents')).json()) as UploadContents;
  }
  async announce(form: UploadedParcel['form'], bytes: number, about = ''): Promise<{ status: number; body: UploadedParcel & { code?: string } }> {
    const answer = await this.ask('POST', '/uploads/parcels', { form, bytes, about });
    return { status: answer.status, body: (await answer.json()) as UploadedParcel };
  }
  patch(id: string, bytes: Buffer, at = 0): Promise<Response> {
    return fetch(`${this.url}/api/v1/uploads/parcels/${id}/bytes`, { method: 'PATCH', headers: { cookie: this.cookie, [UPLOAD_LINK_HEADER]: this.token, 'tus-resumable': '1.0.0', 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' }, body: new Uint8Array(bytes) });
  }
  async bring(form: UploadedParcel['form'], bytes: Buffer, about = ''): Promise<string> {
    const { body } = await this.announce(form, bytes.length, about);
    await this.patch(body.id, bytes);
    return body.id;
  }
  ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, { method, headers: { cookie: this.cookie, [UPLOAD_LINK_HEADER]: this.token, 'content-type': 'application/json', ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}

/** A photograph as a telephone makes it: with the place it was taken, and lying on its side when `orientation` is 6. */
export const telephoneJpeg = (orientation = 1, more: sharp.JpegOptions = {}): Promise<Buffer> =>
  sharp({ create: { width: 48, height: 32, channels: 3, background: '#b04030' } }).composite([{ input: { create: { width: 12, height: 32, channels: 3, background: '#2040b0' } }, left: 0, top: 0 }])
    .withExif({ IFD0: { Make: 'PLANTEDMAKE' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSAreaInformation: 'PLANTEDPLACE' } }).withMetadata({ orientation }).jpeg({ quality: 90, ...more }).toBuffer();

export const screenPng = (): Promise<Buffer> => sharp({ create: { width: 20, height: 10, channels: 4, background: { r: 0, g: 120, b: 0, alpha: 0.5 } } }).png().toBuffer();
