import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { OverreadDetail, OverreadPage, OverreadQuery, SaveDraft, SignReport } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

const URL = '/api/v1/overreads';
/** A request that outlives its page may carry so much and no more; a longer one goes the ordinary way. */
const LEAVING_CHARACTERS = 15_000;

/** The worklist and the acts on one read. Every command answers with the read as it is afterwards. */
@Injectable({ providedIn: 'root' })
export class OverreadsApi {
  private readonly http = inject(HttpClient);

  page(query: Partial<OverreadQuery>): Promise<OverreadPage> {
    return firstValueFrom(this.http.get<OverreadPage>(URL, { params: { ...query } }));
  }

  detail(id: string): Promise<OverreadDetail> {
    return firstValueFrom(this.http.get<OverreadDetail>(`${URL}/${id}`));
  }

  /** The open read that fits this person best, now theirs; null when none is left. */
  claimNext(): Promise<OverreadDetail | null> {
    return firstValueFrom(this.http.post<OverreadDetail | null>(`${URL}/claim-next`, {}));
  }

  /** `claim`, `release`, `acknowledge`...: the name of a move is the last part of its address. Hand in a key to make trying again safe. */
  command(id: string, move: string, body: object, key = newCommandKey()): Promise<OverreadDetail> {
    return firstValueFrom(this.http.post<OverreadDetail>(`${URL}/${id}/${move}`, body, once(key)));
  }

  /** `leaving`: the page may be gone before the answer comes, and the text must arrive all the same. */
  draft(id: string, body: SaveDraft, key: string, leaving: boolean): Promise<OverreadDetail> {
    const keepalive = leaving && JSON.stringify(body).length <= LEAVING_CHARACTERS;
    return firstValueFrom(this.http.put<OverreadDetail>(`${URL}/${id}/draft`, body, { ...once(key), keepalive }));
  }

  sign(id: string, body: SignReport, key: string): Promise<OverreadDetail> {
    return this.command(id, 'sign', body, key);
  }
}
