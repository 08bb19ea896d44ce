import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { CampaignView, ContactPlan, CorrectionView, FacilityDetail, FacilityImport, ImportReport, IssuedLink, IssueLink, LinkRow, NetworkDetail, NetworkRow, Pipeline, RadarView, SaveFacility, FacilityTasks, PlaybookView, SavePlaybook } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

/** Reads and commands of partners; moves go through `FacilityActs`. Every command answers with the partner as it is afterwards. */
@Injectable({ providedIn: 'root' })
export class FacilitiesApi {
  private readonly http = inject(HttpClient);

  readonly pipeline = (): Promise<Pipeline> => this.get('facilities/pipeline');
  readonly detail = (id: string): Promise<FacilityDetail> => this.get(`facilities/${id}`);
  /** Of all partners one works with, or of one. */
  readonly radar = (facilityId?: string): Promise<RadarView> => this.get(facilityId ? `radar?facility=${facilityId}` : 'radar');
  readonly corrections = (id: string): Promise<readonly CorrectionView[]> => this.get(`facilities/${id}/corrections`);
  readonly links = (id: string): Promise<readonly LinkRow[]> => this.get(`facilities/${id}/links`);
  readonly tasks = (id: string): Promise<FacilityTasks> => this.get(`facilities/${id}/tasks`);
  readonly playbooks = (): Promise<readonly PlaybookView[]> => this.get('playbooks');
  readonly savePlaybook = (body: SavePlaybook): Promise<readonly PlaybookView[]> => this.put('playbooks', body);
  readonly contactPlan = (): Promise<ContactPlan> => this.get('contact-plan');
  readonly networks = (): Promise<readonly NetworkRow[]> => this.get('networks');
  readonly network = (id: string): Promise<NetworkDetail> => this.get(`networks/${id}`);
  readonly campaigns = (): Promise<readonly CampaignView[]> => this.get('campaigns');

  save(id: string, body: SaveFacility): Promise<FacilityDetail> {
    return this.put(`facilities/${id}`, body);
  }
  issue(id: string, body: Partial<IssueLink>): Promise<IssuedLink> {
    return firstValueFrom(this.http.post<IssuedLink>(`/api/v1/facilities/${id}/links`, body));
  }
  revoke(id: string, linkId: string): Promise<void> {
    return this.post(`facilities/${id}/links/${linkId}/revoke`, {});
  }
  take(body: FacilityImport): Promise<ImportReport> {
    return this.post('facilities/import', body);
  }
  /** The directory as a file. */
  file(form: 'csv' | 'mcsd'): Promise<Blob> {
    return firstValueFrom(this.http.get(`/api/v1/facilities/export.${form === 'csv' ? 'csv' : 'json'}`, { responseType: 'blob' }));
  }
  post<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/${path}`, body, once(newCommandKey())));
  }
  put<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.put<T>(`/api/v1/${path}`, body, once(newCommandKey())));
  }
  private get<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/v1/${path}`));
  }
}
