import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { FacilityView, NewParcel, ParcelDetail, ParcelPage } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

@Injectable({ providedIn: 'root' })
export class ParcelsApi {
  private readonly http = inject(HttpClient);

  page(): Promise<ParcelPage> {
    return firstValueFrom(this.http.get<ParcelPage>('/api/v1/parcels'));
  }

  one(id: string): Promise<ParcelDetail> {
    return firstValueFrom(this.http.get<ParcelDetail>(`/api/v1/parcels/${id}`));
  }

  announce(wish: NewParcel): Promise<ParcelDetail> {
    return firstValueFrom(this.http.post<ParcelDetail>('/api/v1/parcels', wish));
  }

  cancel(id: string): Promise<ParcelDetail> {
    return firstValueFrom(this.http.post<ParcelDetail>(`/api/v1/parcels/${id}/cancel`, {}));
  }

  attach(id: string, n: number, examId: string): Promise<ParcelDetail> {
    return firstValueFrom(this.http.post<ParcelDetail>(`/api/v1/parcels/${id}/documents/${n}/attach`, { examId }));
  }

  facilities(): Promise<readonly FacilityView[]> {
    return firstValueFrom(this.http.get<readonly FacilityView[]>('/api/v1/facilities'));
  }
}
