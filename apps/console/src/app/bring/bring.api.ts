import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { UPLOAD_LINK_HEADER, type UploadContents, type UploadedParcel, type UploadLinkLook } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

const API = '/api/v1/uploads';

/** What the page of an upload link asks. The link stands in a header of each request, never in an address. */
@Injectable({ providedIn: 'root' })
export class BringApi {
  private readonly http = inject(HttpClient);
  readonly headers = { [UPLOAD_LINK_HEADER]: location.hash.slice(1) };

  current(): Promise<UploadLinkLook> {
    return firstValueFrom(this.http.get<UploadLinkLook>(`${API}/current`, { headers: this.headers }));
  }
  open(code: string, birthDate: string | null): Promise<UploadContents> {
    return firstValueFrom(this.http.post<UploadContents>(`${API}/open`, { code, birthDate }, { headers: this.headers }));
  }
  contents(): Promise<UploadContents> {
    return firstValueFrom(this.http.get<UploadContents>(`${API}/contents`, { headers: this.headers }));
  }
  announce(wish: { readonly form: UploadedParcel['form']; readonly bytes: number; readonly files?: number; readonly about?: string }): Promise<UploadedParcel> {
    return firstValueFrom(this.http.post<UploadedParcel>(`${API}/parcels`, wish, { headers: this.headers }));
  }
  /** `statement`, `submit`, `discs`, `parcels/<id>/cancel`. */
  post(path: string, body: object): Promise<UploadContents> {
    return firstValueFrom(this.http.post<UploadContents>(`${API}/${path}`, body, { headers: this.headers }));
  }
  bytesAt(id: string): string {
    return `${API}/parcels/${id}/bytes`;
  }
}
