import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

/** Reads and commands of cases, requests, visits and boards. Every command answers with the thing as it is afterwards. */
@Injectable({ providedIn: 'root' })
export class ExchangeApi {
  private readonly http = inject(HttpClient);

  get<T>(path: string, params: Readonly<Record<string, string | number>> = {}): Promise<T> {
    return firstValueFrom(this.http.get<T>(`/api/v1/${path}`, { params: { ...params } }));
  }

  /** `cases/<id>/decide`, `requests`...: hand in a key to make trying again safe. */
  post<T>(path: string, body: object, key = newCommandKey()): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/${path}`, body, once(key)));
  }

  put<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.put<T>(`/api/v1/${path}`, body));
  }
}
