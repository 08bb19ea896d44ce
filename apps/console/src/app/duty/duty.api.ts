import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { ChangeRota, DutyPage, HoursBody, MakeRota, OnCallNow } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import type * as z from 'zod/mini';

const URL = '/api/v1/duty';
export type RotaBody = z.output<typeof MakeRota>;

/** The duty calendar. */
@Injectable({ providedIn: 'root' })
export class DutyApi {
  private readonly http = inject(HttpClient);

  page(from: string, to: string): Promise<DutyPage> {
    return firstValueFrom(this.http.get<DutyPage>(URL, { params: { from, to } }));
  }
  now(): Promise<OnCallNow> {
    return firstValueFrom(this.http.get<OnCallNow>(`${URL}/now`));
  }
  make(body: RotaBody): Promise<{ id: string }> {
    return firstValueFrom(this.http.post<{ id: string }>(`${URL}/rotas`, body));
  }
  change(id: string, body: z.output<typeof ChangeRota>): Promise<void> {
    return firstValueFrom(this.http.put<void>(`${URL}/rotas/${id}`, body));
  }
  override(id: string, body: { from: string; to: string; personId: string | null; reason: string }): Promise<void> {
    return this.post(`rotas/${id}/overrides`, body);
  }
  hours(body: z.output<typeof HoursBody>): Promise<void> {
    return firstValueFrom(this.http.put<void>(`${URL}/hours`, body));
  }
  removeOverride(id: string): Promise<void> {
    return this.post(`overrides/${id}/remove`);
  }
  offerSwap(id: string, body: { from: string; to: string; receiverId: string; note: string }): Promise<void> {
    return this.post(`rotas/${id}/swaps`, body);
  }
  answerSwap(id: string, move: string): Promise<void> {
    return this.post(`swaps/${id}/${move}`);
  }
  share(rotaId: string | null): Promise<{ id: string; path: string }> {
    return firstValueFrom(this.http.post<{ id: string; path: string }>(`${URL}/calendar`, { rotaId }));
  }
  revoke(id: string): Promise<void> {
    return this.post(`calendar/${id}/revoke`);
  }

  private post(path: string, body: object = {}): Promise<void> {
    return firstValueFrom(this.http.post<void>(`${URL}/${path}`, body));
  }
}
