import type { AbilityName } from '@causeway/access';
import type { AcceptMatch, DismissCandidate, OverrideMatch, Unlink, WithReason } from '@causeway/contracts';
import { blockedBy, ranked, sameEvidence, strictestNeed, type MatchElement, type Outcomes } from '@causeway/domain';
import type * as z from 'zod/mini';
import { guardedOf, lockInbound, type InboundColumns } from '../inbound/inbound.row';
import { mineOrFree } from '../people/leases';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { blastListOf } from './blast-list';
import { askMatchPolicy } from './decide-match';
import { refreshExam } from './identify';
import { issuersOf } from './issuers';
import { lockMatch, moveMatch, stopClocks, type MatchColumns } from './match.row';
import { openRegistration } from './registration';
import { sentIdentity } from './sent';
import { seenBy } from './sight';
import { Scales, type StoredCandidate } from './weigh';

type Reasoned = z.output<typeof WithReason>;
const EMERGENCY_SECONDS = 3600;

/** What stands between a person and saying that the exam is this patient's. */
interface Standing {
  readonly candidate: StoredCandidate;
  readonly decision: string;
  readonly need: { readonly people: 1 | 2; readonly mayOverride: AbilityName };
  readonly blocked: readonly MatchElement[];
}

/** What people do with an attempt. Each command checks ability, lease, evidence and the guard of its move, then makes it. */
export class MatchMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  accept(caller: Caller, id: string, body: AcceptMatch): Promise<void> {
    return this.with(caller, id, 'match.accept', async (act, match) => {
      const s = await this.standing(act, match, body.patientId);
      if (s.blocked.length > 0) {
        throw new Refusal(409, 'elements-differ', `These must agree first: ${s.blocked.join(', ')}. Override with a reason if you know better, or choose somebody else.`, {
          errors: s.blocked.map((element) => ({ pointer: `/elements/${element}`, detail: 'must agree' })),
        });
      }
      await moveMatch(act, match, {
        move: 'accept', version: body.version, set: { patient_id: body.patientId, decision_id: s.decision, asker_id: caller.id, reason: body.reason ?? null, elements: [] }, reason: body.reason ?? null,
        details: { patient: body.patientId, decision: s.decision, score: s.candidate.score, evidence: shown(s.candidate) },
      });
      stopClocks(act, id);
    });
  }

  dismiss(caller: Caller, id: string, body: DismissCandidate): Promise<void> {
    return this.with(caller, id, 'match.accept', async (act, match) => {
      if (!match.candidates.some((c) => c.patientId === body.patientId)) throw new Refusal(404, 'not-found', 'This patient is not among the candidates.');
      const candidates = JSON.stringify(match.candidates.map((c) => (c.patientId === body.patientId ? { ...c, dismissed: true } : c)));
      const dismissed = [...new Set([...match.dismissed, body.patientId])];
      await moveMatch(act, match, { move: 'dismiss-candidate', version: body.version, set: { dismissed, candidates }, details: { patient: body.patientId } });
    });
  }

  override(caller: Caller, id: string, body: OverrideMatch): Promise<void> {
    return this.overriding(caller, id, body, async (act, match, s) => {
      if (s.need.people === 2) throw new Refusal(409, 'second-person-needed', 'The policy asks for two people here: ask for a second look.');
      await moveMatch(act, match, { move: 'override', version: body.version, ...said(caller, body, s) });
      stopClocks(act, id);
    });
  }

  askSecond(caller: Caller, id: string, body: OverrideMatch): Promise<void> {
    return this.overriding(caller, id, body, async (act, match, s, inbound) => {
      if (s.need.people === 1) throw new Refusal(409, 'one-person-is-enough', 'The policy lets you override this alone.');
      await moveMatch(act, match, { move: 'ask-second', version: body.version, ...said(caller, body, s) });
      stopClocks(act, id);
      const dueAt = inbound.urgency === 'high' ? new Date(act.now.getTime() + EMERGENCY_SECONDS * 1000) : dueAfter(act.now, { workingDays: 1 }, this.settings.SITE_ZONE);
      act.wish({ kind: 'match.second-look', key: `match.second-look ${id}`, data: { id }, dueAt, restart: true });
    });
  }

  confirmSecond(caller: Caller, id: string, version: number): Promise<void> {
    return this.second(caller, id, async (act, match) => {
      // nobody has chosen a patient before the first person asked: the table refuses it below
      const blocked = match.patient_id === null ? [] : (await this.standing(act, match, match.patient_id)).blocked;
      const unseen = blocked.filter((element) => !match.elements.includes(element));
      if (unseen.length > 0) throw new Refusal(409, 'evidence-changed', 'More differs now than the first person saw. Decline, and look again together.');
      await moveMatch(act, match, { move: 'confirm-second', version, set: { confirmer_id: caller.id }, details: { asker: match.asker_id, patient: match.patient_id, elements: match.elements } });
      stopClocks(act, id);
    });
  }

  declineSecond(caller: Caller, id: string, body: Reasoned): Promise<void> {
    return this.second(caller, id, async (act, match) => {
      await moveMatch(act, match, { move: 'decline-second', version: body.version, set: NOBODY, reason: body.reason, details: { asker: match.asker_id, patient: match.patient_id } });
      act.unwish(`match.second-look ${id}`);
    });
  }

  askRegistration(caller: Caller, id: string, version: number, reason: string | null): Promise<void> {
    return this.with(caller, id, 'match.register', async (act, match) => {
      const sent = await sentIdentity(act, match.exam_id, await issuersOf(act));
      await moveMatch(act, match, { move: 'ask-registration', version, reason });
      stopClocks(act, id);
      await openRegistration(act, match, sent);
    });
  }

  unlink(caller: Caller, id: string, body: Unlink): Promise<void> {
    return this.with(caller, id, 'match.unlink', async (act, match) => {
      const items = await blastListOf(act, match.exam_id);
      await moveMatch(act, match, {
        move: 'unlink', version: body.version, set: { reason: body.reason }, reason: body.reason, details: { patient: match.patient_id, by: caller.id, blastList: items.map((i) => ({ kind: i.kind, ref: i.ref })) },
      });
    }, { free: true });
  }

  question(caller: Caller, id: string, body: Reasoned): Promise<void> {
    return this.with(caller, id, 'match.unlink', async (act, match) => {
      await moveMatch(act, match, { move: 'question', version: body.version, reason: body.reason, details: { doubt: 'by-person' } });
    }, { free: true });
  }

  /** Looks again now; changes nothing when the evidence is the same. */
  refresh(caller: Caller, id: string): Promise<void> {
    return this.with(caller, id, 'match.accept', (act, match) => refreshExam(act, match.exam_id, this.settings), { free: true });
  }

  private overriding(caller: Caller, id: string, body: OverrideMatch, work: (act: Act, match: MatchColumns, s: Standing, inbound: InboundColumns) => Promise<void>): Promise<void> {
    return this.with(caller, id, 'match.override', async (act, match, inbound) => {
      const s = await this.standing(act, match, body.patientId);
      caller.require(s.need.mayOverride, guardedOf(inbound));
      if (s.blocked.length === 0) throw new Refusal(409, 'nothing-to-override', 'Everything the policy requires agrees: match without overriding.');
      const unnamed = s.blocked.filter((element) => !(body.elements as readonly string[]).includes(element));
      if (unnamed.length > 0) throw new Refusal(422, 'elements', `Name every element you override: ${s.blocked.join(', ')}.`, { errors: unnamed.map((element) => ({ pointer: '/elements', detail: element })) });
      await work(act, match, s, inbound);
    });
  }

  /** The second look is another person's, and does not wait for the first one's lease. */
  private second(caller: Caller, id: string, work: (act: Act, match: MatchColumns) => Promise<void>): Promise<void> {
    return this.with(caller, id, 'match.confirm', work, { free: true });
  }

  /**
   * Weighs the patient again, now and under lock: what a person confirms is what is true at that instant. The decision is the one shown when it was
   * about this patient; for anybody else the policy is asked.
   */
  private async standing(act: Act, match: MatchColumns, patientId: string): Promise<Standing> {
    await act.query('select 1 as locked from patient where id = $1 for share', [patientId]);
    const sent = await sentIdentity(act, match.exam_id, await issuersOf(act));
    const now = await (await Scales.for(act, sent, await issuersOf(act), this.settings)).one(patientId);
    if (!now) throw new Refusal(409, 'patient-gone', 'This patient was merged into another one meanwhile. Look at the candidates again.');
    if (match.dismissed.includes(patientId)) throw new Refusal(409, 'dismissed', 'Somebody said this is not the same person. Refresh the candidates when the identity has changed.');
    const stored = match.candidates.find((c) => c.patientId === patientId);
    if (stored && (!sameEvidence(stored.rows, now.rows) || !match.identity?.equals(sent.fingerprint))) throw changedMeanwhile();
    const best = ranked(match.candidates.filter((c) => !c.dismissed))[0];
    const decision = stored && best?.patientId === patientId ? await this.decisionOf(act, match) : null;
    const { id, outcome } = decision ?? (await askMatchPolicy(act, { match, candidates: match.candidates, chosen: stored ?? now }, this.settings));
    const need = needOf(outcome);
    return { candidate: stored ?? now, decision: id, need, blocked: blockedBy(now.rows, need.mustEqual) };
  }

  private async decisionOf(act: Act, match: MatchColumns): Promise<{ id: string; outcome: Outcomes['match'] } | null> {
    const [row] = await act.query<{ id: string; outcome: Outcomes['match'] }>('select id, outcome from decision where id = $1', [match.decision_id]);
    return row ?? null;
  }

  /** One act on one attempt: exam and attempt locked in this order, the ability asked of the exam's row, and nobody else's lease in the way. */
  private async with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, match: MatchColumns, inbound: InboundColumns) => Promise<T>, how: { free?: boolean } = {}): Promise<T> {
    const [known] = await this.acts.read<{ exam_id: string }>('select exam_id from match where id = $1', [id]);
    if (!known) throw notFound('match');
    return this.acts.run(caller.actor, async (act) => {
      const inbound = await lockInbound(act, known.exam_id);
      const match = await lockMatch(act, id);
      if (!inbound || !match) throw notFound('match');
      const thing = guardedOf(inbound);
      caller.require(ability, { ...thing, earlierActors: match.asker_id ? [match.asker_id] : [] }, seenBy(caller, thing, 'match.accept'));
      if (!how.free) await mineOrFree(act, 'inbound', inbound.id, caller.id, inbound.urgency);
      return work(act, match, inbound);
    });
  }
}

/** What every accepting rule of version 1 has found equal, when a doubt of another kind left the last word to a person. */
const ACCEPTED_ON = ['family', 'birth-date', 'sex'] as const;
const NOBODY = { patient_id: null, elements: [], asker_id: null, reason: null };

/** What the outcome asks of people. A policy that leaves it open, or that did not foresee a person, asks for the most. */
export function needOf(outcome: Outcomes['match']): { people: 1 | 2; mustEqual: readonly string[]; mayOverride: AbilityName } {
  const ability = (outcome.mayOverride ?? 'match.override') as AbilityName;
  if (outcome.act === 'accept') return { people: strictestNeed.people, mustEqual: ACCEPTED_ON, mayOverride: ability };
  if (outcome.act !== 'person') return { ...strictestNeed, mayOverride: ability };
  return { people: outcome.people ?? strictestNeed.people, mustEqual: outcome.mustEqual ?? strictestNeed.mustEqual, mayOverride: ability };
}

const shown = (c: StoredCandidate): Record<string, string> => Object.fromEntries(c.rows.filter((r) => r.answer !== 'missing').map((r) => [r.element, r.answer]));

const said = (caller: Caller, body: OverrideMatch, s: Standing) => ({
  set: { patient_id: body.patientId, decision_id: s.decision, asker_id: caller.id, elements: s.blocked, reason: body.reason },
  reason: body.reason,
  details: { patient: body.patientId, decision: s.decision, elements: s.blocked, score: s.candidate.score, evidence: shown(s.candidate) },
});
