import type { DomainEvent, JobWish } from './platform/acts/act';
import type { Reaction } from './platform/jobs/job';

/** What follows from which event, put together from the slices. The api makes the jobs, the worker does them. */
const all: readonly Reaction[] = [];

const byEvent = new Map<string, Reaction[]>();
for (const reaction of all) byEvent.set(reaction.on, [...(byEvent.get(reaction.on) ?? []), reaction]);

export function reactions(event: DomainEvent & { readonly seq: string }): JobWish[] {
  return (byEvent.get(event.event) ?? []).flatMap((r) => r.wish(event) ?? []);
}
