import type { PipeTransform } from '@nestjs/common';
import type * as z from 'zod/mini';
import { Refusal } from '../acts/refusal';

/** Checks a body or query against its contract. Errors point at the field; values are not repeated. */
export class Checked<S extends z.ZodMiniType> implements PipeTransform<unknown, z.output<S>> {
  constructor(readonly schema: S) {}

  transform(value: unknown): z.output<S> {
    const parsed = this.schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    throw new Refusal(422, 'fields', 'Some fields need another value.', {
      errors: parsed.error.issues.map((i) => ({ pointer: `/${i.path.map(String).join('/')}`, detail: i.message })),
    });
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** A path id; anything else is simply not there. */
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID.test(value)) throw new Refusal(404, 'not-found', 'There is no such item.');
    return value.toLowerCase();
  }
}
