import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { PARTNER_LINK_HEADER, type EndpointDetail, type EndpointRun, type FacilityConnections, type IssuedLink, type NewEndpoint, type RetestView, type TransportForm } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

/** Lines of a facility, their tests, and the page behind a link to test one again. */
@Injectable({ providedIn: 'root' })
export class ConnectionsApi {
  private readonly http = inject(HttpClient);

  readonly ofFacility = (facilityId: string): Promise<FacilityConnections> => this.get(`facilities/${facilityId}/connections`);
  readonly detail = (id: string): Promise<EndpointDetail> => this.get(`endpoints/${id}`);
  readonly forms = (): Promise<readonly TransportForm[]> => this.get('transports');
  readonly run = (id: string, runId: string): Promise<EndpointRun> => this.get(`endpoints/${id}/runs/${runId}`);
  readonly create = (body: NewEndpoint): Promise<EndpointDetail> => this.post('endpoints', body);
  readonly start = (id: string, send: boolean): Promise<EndpointRun> => this.post(`endpoints/${id}/runs`, { send });

  /** A link with which somebody there tests the line again; the address is shown this once. */
  link(facilityId: string, endpointId: string, forWhom: string): Promise<IssuedLink> {
    return this.post(`facilities/${facilityId}/links`, { purpose: 'retest', endpointId, forWhom, days: 7 });
  }

  look(token: string): Promise<RetestView> {
    return firstValueFrom(this.http.get<RetestView>('/api/v1/retest', { headers: { [PARTNER_LINK_HEADER]: token } }));
  }
  again(token: string): Promise<RetestView> {
    return firstValueFrom(this.http.post<RetestView>('/api/v1/retest', {}, { headers: { [PARTNER_LINK_HEADER]: token } }));
  }

  private get<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/v1/${path}`));
  }
  private post<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/${path}`, body));
  }
}
