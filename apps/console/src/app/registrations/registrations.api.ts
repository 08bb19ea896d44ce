import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { RegistrationView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

@Injectable({ providedIn: 'root' })
export class RegistrationsApi {
  private readonly http = inject(HttpClient);

  open(): Promise<readonly RegistrationView[]> {
    return firstValueFrom(this.http.get<readonly RegistrationView[]>('/api/v1/registrations'));
  }

  command(id: string, move: string, body: object, key = newCommandKey()): Promise<RegistrationView> {
    return firstValueFrom(this.http.post<RegistrationView>(`/api/v1/registrations/${id}/${move}`, body, once(key)));
  }
}
