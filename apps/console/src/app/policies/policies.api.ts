import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type {
  CommitteesView, CostDefaults, LinePolicies, NetworkRow, NewDraft, PayerRatesView, PolicyBoard, PolicyBulletin, PolicyCheck, PolicyDetail, PolicyExample, PolicyInForce, PolicyReality, PolicyTrial, ReplayExam, ReplayView, SaveCommittee, SavePayerRates, SavePolicy, StartReplay,
} from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

/** Reads and commands of policies; moves go through `Acting`. */
@Injectable({ providedIn: 'root' })
export class PoliciesApi {
  private readonly http = inject(HttpClient);

  readonly inForce = (): Promise<readonly PolicyInForce[]> => this.get('policies');
  readonly networks = (): Promise<readonly NetworkRow[]> => this.get('networks');
  readonly board = (): Promise<PolicyBoard> => this.get('policies/board');
  readonly detail = (id: string): Promise<PolicyDetail> => this.get(`policies/${id}`);
  readonly bulletin = (): Promise<PolicyBulletin> => this.get('policies/bulletin');
  readonly reality = (id: string): Promise<PolicyReality> => this.get(`policies/${id}/reality`);
  readonly examples = (id: string): Promise<readonly PolicyExample[]> => this.get(`policies/${id}/examples`);
  readonly costs = (): Promise<CostDefaults> => this.get('replay-costs');
  readonly replay = (id: string): Promise<ReplayView> => this.get(`replays/${id}`);
  readonly changed = (id: string, n: number): Promise<readonly ReplayExam[]> => this.get(`replays/${id}/changes/${n}`);
  readonly line = (line: string): Promise<LinePolicies> => this.get(`policies/lines/${line}`);
  readonly payerRates = (): Promise<PayerRatesView> => this.get('payer-rates');
  readonly committees = (): Promise<CommitteesView> => this.get('committees');

  draft(body: NewDraft): Promise<PolicyDetail> {
    return this.post('policies', body);
  }
  save(id: string, body: Omit<SavePolicy, 'text'> & { readonly text: PolicyText }): Promise<PolicyDetail> {
    return firstValueFrom(this.http.put<PolicyDetail>(`/api/v1/policies/${id}`, body, once(newCommandKey())));
  }
  check(text: PolicyText): Promise<PolicyCheck> {
    return this.post('policies/check', { text });
  }
  attempt(id: string, decisionId: string, text: PolicyText): Promise<PolicyTrial> {
    return this.post(`policies/${id}/try`, { decisionId, text });
  }
  start(id: string, body: StartReplay): Promise<ReplayView> {
    return this.post(`policies/${id}/replays`, body);
  }
  cancel(id: string): Promise<ReplayView> {
    return this.post(`replays/${id}/cancel`, {});
  }
  savePayerRates(body: SavePayerRates): Promise<PayerRatesView> {
    return firstValueFrom(this.http.put<PayerRatesView>('/api/v1/payer-rates', body, once(newCommandKey())));
  }
  saveCommittee(id: string | null, body: SaveCommittee): Promise<CommitteesView> {
    if (id === null) return this.post('committees', body);
    return firstValueFrom(this.http.put<CommitteesView>(`/api/v1/committees/${id}`, body, once(newCommandKey())));
  }

  private get<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/v1/${path}`));
  }
  private post<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/${path}`, body, once(newCommandKey())));
  }
}
