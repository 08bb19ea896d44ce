import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { OPINION_HEADER, type AskedOpinion, type OpinionDoor, type OpinionLook, type OpinionStatus } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

const API = '/api/v1/opinion-door';

/** What the open page asks. The link of the mail stands in a header of each request, never in an address. */
@Injectable({ providedIn: 'root' })
export class SecondOpinionApi {
  private readonly http = inject(HttpClient);
  readonly token = location.hash.slice(1);
  private readonly headers = { [OPINION_HEADER]: this.token };

  door(): Promise<OpinionDoor> {
    return firstValueFrom(this.http.get<OpinionDoor>(API));
  }
  ask(body: object): Promise<AskedOpinion> {
    return firstValueFrom(this.http.post<AskedOpinion>(API, body));
  }
  current(): Promise<OpinionLook> {
    return firstValueFrom(this.http.get<OpinionLook>(`${API}/current`, { headers: this.headers }));
  }
  confirm(): Promise<OpinionLook> {
    return firstValueFrom(this.http.post<OpinionLook>(`${API}/confirm`, {}, { headers: this.headers }));
  }
  /** `status` or `withdraw`: the proof goes with each. */
  look(path: 'status' | 'withdraw', proof: { readonly code: string; readonly birthDate: string }): Promise<OpinionStatus> {
    return firstValueFrom(this.http.post<OpinionStatus>(`${API}/${path}`, proof, { headers: this.headers }));
  }
}
