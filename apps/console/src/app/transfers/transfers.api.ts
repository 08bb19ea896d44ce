import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { BulkTransferResult, BulkTransfers, LineView, TransferDetail, TransferPage, TransferQuery } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

const URL = '/api/v1/transfers';

/** Movements, their lines, and the acts on one or on all that match. */
@Injectable({ providedIn: 'root' })
export class TransfersApi {
  private readonly http = inject(HttpClient);

  page(query: Partial<TransferQuery>): Promise<TransferPage> {
    return firstValueFrom(this.http.get<TransferPage>(URL, { params: { ...query } }));
  }

  lines(): Promise<readonly LineView[]> {
    return firstValueFrom(this.http.get<readonly LineView[]>(`${URL}/lines`));
  }

  detail(id: string): Promise<TransferDetail> {
    return firstValueFrom(this.http.get<TransferDetail>(`${URL}/${id}`));
  }

  /** `retry`, `pause`...: the name of the move is the last part of its address. Answers the movement as it is afterwards, or the one that takes over. */
  command(id: string, move: string, body: object): Promise<TransferDetail> {
    return firstValueFrom(this.http.post<TransferDetail>(`${URL}/${id}/${move}`, body));
  }

  act(body: BulkTransfers): Promise<BulkTransferResult> {
    return firstValueFrom(this.http.post<BulkTransferResult>(`${URL}/act`, body));
  }

  ledgerAddress(id: string): string {
    return `${URL}/${id}/ledger.csv`;
  }
}
