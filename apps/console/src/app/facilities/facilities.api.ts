import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { FacilityView, ProbeView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

@Injectable({ providedIn: 'root' })
export class FacilitiesApi {
  private readonly http = inject(HttpClient);

  directory(): Promise<readonly FacilityView[]> {
    return firstValueFrom(this.http.get<readonly FacilityView[]>('/api/v1/facilities'));
  }

  probe(endpointId: string): Promise<ProbeView> {
    return firstValueFrom(this.http.post<ProbeView>(`/api/v1/endpoints/${endpointId}/probe`, {}));
  }
}
