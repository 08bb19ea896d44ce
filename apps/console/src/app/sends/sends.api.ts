import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { GivenLink, SendDetail, SendDraft, SendPage, SendPlanView, SendQuery, SendRecipient, SendSuggestion } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

const URL = '/api/v1/sends';

/** Sends: the list, one of them, and what helps to put one together. */
@Injectable({ providedIn: 'root' })
export class SendsApi {
  private readonly http = inject(HttpClient);

  page(query: Partial<SendQuery>): Promise<SendPage> {
    return firstValueFrom(this.http.get<SendPage>(URL, { params: { ...query } }));
  }

  detail(id: string): Promise<SendDetail> {
    return firstValueFrom(this.http.get<SendDetail>(`${URL}/${id}`));
  }

  /** Where the browser fetches the disc of a send. */
  discAddress(id: string, format: 'iso' | 'zip'): string {
    return `${URL}/${id}/disc.${format}`;
  }

  recipients(): Promise<readonly SendRecipient[]> {
    return firstValueFrom(this.http.get<readonly SendRecipient[]>(`${URL}/recipients`));
  }

  /** Exams that could be added, by words people search for: they travel in the body. */
  find(q: string): Promise<readonly SendSuggestion[]> {
    return firstValueFrom(this.http.post<readonly SendSuggestion[]>(`${URL}/suggest`, { examIds: [], q }));
  }

  suggest(examIds: readonly string[]): Promise<readonly SendSuggestion[]> {
    return firstValueFrom(this.http.post<readonly SendSuggestion[]>(`${URL}/suggest`, { examIds }));
  }

  plan(draft: SendDraft): Promise<SendPlanView> {
    return firstValueFrom(this.http.post<SendPlanView>(`${URL}/plan`, draft));
  }

  create(draft: SendDraft, key: string): Promise<SendDetail> {
    return firstValueFrom(this.http.post<SendDetail>(URL, draft, once(key)));
  }

  save(id: string, version: number, draft: SendDraft, key: string): Promise<SendDetail> {
    return firstValueFrom(this.http.put<SendDetail>(`${URL}/${id}`, { ...draft, version }, once(key)));
  }

  /** The address and the code, this once. */
  giveLink(id: string, version: number): Promise<GivenLink> {
    return firstValueFrom(this.http.post<GivenLink>(`${URL}/${id}/give-link`, { version }));
  }

  /** `submit`, `approve`, `revoke`...: the name of the move is the last part of its address. */
  command(id: string, move: string, body: object, key = newCommandKey()): Promise<SendDetail> {
    return firstValueFrom(this.http.post<SendDetail>(`${URL}/${id}/${move}`, body, once(key)));
  }
}
