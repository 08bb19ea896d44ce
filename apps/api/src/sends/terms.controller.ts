import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { SourceTerms } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';

/** What a partner's agreement says about sending its exams on. */
@Controller('api/v1/facilities')
export class TermsController {
  constructor(private readonly acts: Acts) {}

  @Post(':id/terms')
  @HttpCode(204)
  @Needs('facility.connect')
  set(@Param('id', new IdPipe()) id: string, @Body(new Checked(SourceTerms)) body: z.output<typeof SourceTerms>, @CallerOf() caller: Caller): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<{ redisclosure: string | null }>('select redisclosure from facility where id = $1 for update', [id]);
      if (!row) throw notFound('facility');
      caller.require('facility.connect', { facilityIds: [id] }, 'facility.read');
      await act.query('update facility set redisclosure = $2, redisclosure_terms = $3, version = version + 1 where id = $1', [id, body.redisclosure, body.text || null]);
      act.audit({ action: 'facility.terms-set', object: { kind: 'facility', id }, details: { before: row.redisclosure, after: body.redisclosure, text: body.text !== '' } });
      act.emit({ event: 'facility.terms-set', kind: 'facility', id });
    });
  }
}
