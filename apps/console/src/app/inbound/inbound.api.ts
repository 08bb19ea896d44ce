import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { BulkInbound, BulkResult, FacilityView, InboundDetail, InboundPage, InboundRow, InboundSearch } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

const URL = '/api/v1/inbound';

/** The inbox and the acts on one exam. Every command answers with the row as it is afterwards. */
@Injectable({ providedIn: 'root' })
export class InboundApi {
  private readonly http = inject(HttpClient);

  page(search: Partial<InboundSearch>): Promise<InboundPage> {
    return firstValueFrom(this.http.post<InboundPage>(`${URL}/search`, search));
  }

  detail(id: string): Promise<InboundDetail> {
    return firstValueFrom(this.http.get<InboundDetail>(`${URL}/${id}`));
  }

  /** Facilities, for the filter by source. */
  facilities(): Promise<readonly FacilityView[]> {
    return firstValueFrom(this.http.get<readonly FacilityView[]>('/api/v1/facilities'));
  }

  claimNext(): Promise<InboundRow | null> {
    return firstValueFrom(this.http.post<InboundRow | null>(`${URL}/claim-next`, {}));
  }

  /** `claim`, `park`, `reject`...: the name of a move is the last part of its address. Hand in a key to make trying again safe. */
  command(id: string, move: string, body: object, key = newCommandKey()): Promise<InboundRow> {
    return firstValueFrom(this.http.post<InboundRow>(`${URL}/${id}/${move}`, body, once(key)));
  }

  bulk(body: BulkInbound): Promise<BulkResult> {
    return firstValueFrom(this.http.post<BulkResult>(`${URL}/bulk`, body));
  }
}
