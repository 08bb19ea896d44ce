import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { HistoryPage, InboundDetail, InboundRow, PersonRef, PickExam, ReleasePreview, SaveChecklist, SaveNeed, Split } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { once } from '../core/api/command';

const URL = '/api/v1/inbound';

/** What the exam page asks for and sends; the acts it shares with the inbox stand in `InboundApi`. */
@Injectable({ providedIn: 'root' })
export class ExamApi {
  private readonly http = inject(HttpClient);

  detail(id: string): Promise<InboundDetail> {
    return firstValueFrom(this.http.get<InboundDetail>(`${URL}/${id}`));
  }

  /** What the house has of the exam's patient; `cursor` is the end of the page before. */
  history(id: string, cursor: string | null): Promise<HistoryPage> {
    return firstValueFrom(this.http.get<HistoryPage>(`${URL}/${id}/history`, cursor === null ? {} : { params: { cursor } }));
  }

  /** What release would do now; nothing is stored. */
  preview(id: string): Promise<ReleasePreview> {
    return firstValueFrom(this.http.get<ReleasePreview>(`${URL}/${id}/release-preview`));
  }

  saveChecklist(id: string, body: SaveChecklist): Promise<InboundDetail> {
    return firstValueFrom(this.http.put<InboundDetail>(`${URL}/${id}/checklist`, body));
  }

  /** Whom a need may name. */
  requesters(): Promise<readonly PersonRef[]> {
    return firstValueFrom(this.http.get<readonly PersonRef[]>(`${URL}/requesters`));
  }

  saveNeed(id: string, body: SaveNeed, key: string): Promise<InboundRow> {
    return firstValueFrom(this.http.put<InboundRow>(`${URL}/${id}/need`, body, once(key)));
  }

  /** Chooses the exam for a read. */
  pick(body: PickExam, key: string): Promise<unknown> {
    return firstValueFrom(this.http.post('/api/v1/overreads', body, once(key)));
  }

  /** Parts series off to an exam of their own and answers with its id. */
  split(id: string, body: Split, key: string): Promise<{ readonly parent: InboundRow; readonly child: string }> {
    return firstValueFrom(this.http.post<{ parent: InboundRow; child: string }>(`${URL}/${id}/split`, body, once(key)));
  }

  retryTransfer(transferId: string): Promise<unknown> {
    return firstValueFrom(this.http.post(`/api/v1/transfers/${transferId}/retry`, {}));
  }
}
