import { Controller, Get } from '@nestjs/common';
import type { ContactPlan } from '@causeway/contracts';
import { Needs } from '../platform/http/ability';
import { CallerOf, type Caller } from '../platform/http/caller';
import { ContactPlans } from './contact-plan';

/** Talks that are due, over all partners. Each is written down at its partner: POST facilities/:id/activities. */
@Controller('api/v1/contact-plan')
export class ContactPlanController {
  constructor(private readonly plans: ContactPlans) {}

  @Get()
  @Needs('facility.develop', 'facility.connect')
  plan(@CallerOf() caller: Caller): Promise<ContactPlan> {
    return this.plans.plan(caller);
  }
}
