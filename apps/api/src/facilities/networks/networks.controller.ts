import { Controller, Get, Param } from '@nestjs/common';
import type { NetworkDetail, NetworkRow } from '@causeway/contracts';
import { Needs } from '../../platform/http/ability';
import { IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { Networks } from './networks';

/** Networks and affinity domains of the directory. */
@Controller('api/v1/networks')
export class NetworksController {
  constructor(private readonly networks: Networks) {}

  @Get()
  @Needs('facility.read', 'facility.approve', 'policy.read')
  list(@CallerOf() caller: Caller): Promise<NetworkRow[]> {
    return this.networks.list(caller);
  }

  @Get(':id')
  @Needs('facility.read', 'facility.approve')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<NetworkDetail> {
    return this.networks.detail(id, caller);
  }
}
