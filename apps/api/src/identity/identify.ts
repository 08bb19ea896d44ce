import { sameEvidence } from '@causeway/domain';
import { lineOfTest, TEST_PATIENT } from '../endpoints/synthetic';
import { lockInbound, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { made } from '../platform/acts/move';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { decideMatch } from './decide-match';
import { issuersOf } from './issuers';
import type { Held, LocalArchive } from './local-archive';
import { openMatch, signalMatch, stopClocks, type MatchColumns } from './match.row';
import { cancelRegistration } from './registration';
import { SENT_SQL, identityIn, sentIdentity, type SentIdentity, type SentRow } from './sent';
import { Scales, type StoredCandidate } from './weigh';

const OWN: Readonly<Record<Held, string | null>> = { all: 'all-instances', some: 'some-instances', none: 'no', unknown: null };

/** Says whose exam it is, as far as the system may. Looks at what is stored, so that it does not matter how often or by what it is woken. */
export class Identification {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly archive: LocalArchive) {}

  async identify(examId: string): Promise<void> {
    const own = await this.sieve(examId);
    await this.acts.run(system('identity'), (act) => identifyExam(act, examId, this.settings, own));
  }

  /** Looks again at an open attempt: something about a candidate changed. */
  async refresh(examId: string): Promise<void> {
    await this.acts.run(system('identity'), (act) => refreshExam(act, examId, this.settings));
  }

  /** Only an exam that carries our issuer can be ours; the archive is asked outside any transaction. */
  private async sieve(examId: string): Promise<string | null> {
    const [row] = await this.acts.read<SentRow>(`${SENT_SQL} where e.id = $1`, [examId]);
    if (row && (await this.isTest(examId, row.study_uid))) return 'all-instances';
    if (!row || !identityIn(row, await issuersOf(this.acts)).carriesOurNumber) return 'no';
    const sops = await this.acts.read<{ sop_uid: string }>('select sop_uid from instance where exam_id = $1 and conflict_of is null', [examId]);
    return OWN[await this.archive.holds(row.study_uid, sops.map((s) => s.sop_uid))];
  }

  /** A partner answers our test of the connection with the test exam itself: made here, of nobody. */
  private async isTest(examId: string, studyUid: string): Promise<boolean> {
    const line = lineOfTest(studyUid);
    if (!line) return false;
    const [test] = await this.acts.read(`select 1 as test from exam x join endpoint e on e.id = $2 where x.id = $1 and x.head->>'patientId' = $3`, [examId, line, TEST_PATIENT]);
    return test !== undefined;
  }
}

export async function identifyExam(act: Act, examId: string, settings: Settings, own: string | null): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || row.state !== 'identifying') return;
  if (own !== null && row.is_own !== own) await act.query('update inbound set is_own = $2 where id = $1', [examId, own]);
  const sent = await sentIdentity(act, examId, await issuersOf(act));
  const open = await openMatch(act, examId);
  if (open && (open.state === 'matched' || open.state === 'overridden')) return question(act, open, sent);
  if (open && open.state !== 'deciding') return refresh(act, open, row, sent, settings);
  const match = open ?? (await begin(act, row, sent));
  await decideMatch(act, match, sent, await weighAll(act, match, sent, settings), settings, own);
}

export async function refreshExam(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  const open = await openMatch(act, examId);
  if (!row || !open || !['proposed', 'registering', 'second-look'].includes(open.state)) return;
  await refresh(act, open, row, await sentIdentity(act, examId, await issuersOf(act)), settings);
}

/** A new attempt. What people dismissed or took back before stays so while the exam says the same of its patient. */
async function begin(act: Act, row: InboundColumns, sent: SentIdentity): Promise<MatchColumns> {
  const earlier = await act.query<Pick<MatchColumns, 'state' | 'dismissed' | 'patient_id' | 'identity'>>('select state, dismissed, patient_id, identity from match where exam_id = $1', [row.id]);
  const dismissed = earlier
    .filter((m) => m.identity?.equals(sent.fingerprint))
    .flatMap((m) => [...m.dismissed, ...(m.state === 'unlinked' && m.patient_id ? [m.patient_id] : [])]);
  const id = newId(act.now.getTime());
  const [match] = await act.query<MatchColumns>(
    `insert into match (id, exam_id, attempt, revision, state, dismissed, identity)
     values ($1, $2, (select coalesce(max(attempt), 0) + 1 from match where exam_id = $2), $3, 'deciding', $4, $5) returning *`,
    [id, row.id, row.revision, [...new Set(dismissed)], sent.fingerprint]);
  if (!match) throw new Error('The attempt was not made');
  made(act, 'match', id, { exam: row.id, attempt: match.attempt }, { examId: row.id });
  return match;
}

/** Another version of the policy is to decide: an open attempt is decided anew on what is known now. */
export async function identifyAgain(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  const open = await openMatch(act, examId);
  if (row?.state !== 'identifying' || open?.state !== 'proposed') return;
  const sent = await sentIdentity(act, examId, await issuersOf(act));
  await decideAnew(act, open, sent, await weighAll(act, open, sent, settings), { dismissed: open.dismissed, exam: false, policy: true }, settings);
}

async function weighAll(act: Act, match: MatchColumns, sent: SentIdentity, settings: Settings): Promise<StoredCandidate[]> {
  const scales = await Scales.for(act, sent, await issuersOf(act), settings);
  const same = match.identity?.equals(sent.fingerprint) ?? true;
  return (await scales.candidates()).map((c) => ({ ...c, dismissed: same && match.dismissed.includes(c.patientId) }));
}

/** Decides again when the exam or a candidate says something else than before; otherwise the evidence stays valid, also for a later revision. */
async function refresh(act: Act, open: MatchColumns, row: InboundColumns, sent: SentIdentity, settings: Settings): Promise<void> {
  const sameSent = open.identity?.equals(sent.fingerprint) ?? false;
  const deciding = row.state === 'identifying' || row.state === 'parked';
  // while late images arrive only what they say of their patient can make the evidence stale; all is looked at again when they have settled
  if (sameSent && !deciding) return;
  const candidates = await weighAll(act, open, sent, settings);
  if (sameSent && sameCandidates(open.candidates, candidates)) {
    if (open.revision !== row.revision) await act.query('update match set revision = $2 where id = $1', [open.id, row.revision]);
    return;
  }
  const dismissed = sameSent ? open.dismissed : [];
  await decideAnew(act, open, sent, candidates, { dismissed, exam: !sameSent, policy: false }, deciding ? settings : null);
}

/** Takes an open attempt back to deciding; with `settings` it is decided at once. */
async function decideAnew(
  act: Act, open: MatchColumns, sent: SentIdentity, candidates: readonly StoredCandidate[], why: { dismissed: string[]; exam: boolean; policy: boolean }, settings: Settings | null,
): Promise<void> {
  const { dismissed } = why;
  const moved = await signalMatch(act, open, {
    move: 'refresh', set: { dismissed, patient_id: null, elements: [], asker_id: null, reason: null }, details: { exam: why.exam, policy: why.policy, candidates: candidates.length },
  });
  if (!moved) return;
  stopClocks(act, open.id);
  await cancelRegistration(act, open.id, 'refreshed');
  if (settings) await decideMatch(act, { ...open, dismissed, state: 'deciding' }, sent, candidates, settings);
}

const sameCandidates = (a: readonly StoredCandidate[], b: readonly StoredCandidate[]): boolean =>
  a.length === b.length && a.every((c, i) => {
    const d = b[i];
    return d !== undefined && c.patientId === d.patientId && sameEvidence(c.rows, d.rows) && c.lookalike.join() === d.lookalike.join() && c.context.join() === d.context.join();
  });

/** A confirmed association stands, and the exam goes on by it; when later images say something else of their patient, people are asked to look. */
async function question(act: Act, match: MatchColumns, sent: SentIdentity): Promise<void> {
  act.wish({ kind: 'inbound.advance', key: `inbound.advance ${match.exam_id}`, data: { id: match.exam_id } });
  if (!match.identity || match.identity.equals(sent.fingerprint)) return;
  await act.query('update match set identity = $2 where id = $1', [match.id, sent.fingerprint]);
  await signalMatch(act, match, { move: 'question', details: { doubt: 'later-images-differ' } });
}
