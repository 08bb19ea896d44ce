import { inject, Injectable } from '@angular/core';
import { type Attempt, ReasonAsker } from '@causeway/console-ui';
import type { CaseDetail, ChoicesView } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { type AskedField, FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';

/** The acts of a case, each with the few words it asks for. Provided by the page. */
@Injectable()
export class CaseActs {
  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  private readonly api = inject(ExchangeApi);

  /** The case as it is afterwards; null when the person thought better of it or it was refused. */
  async act(c: CaseDetail, move: string, more?: string): Promise<CaseDetail | null> {
    return this.acting.move('cases', c, move, (_now, attempt) => this.bodyOf(c, attempt, move, more));
  }

  private async bodyOf(c: CaseDetail, attempt: Attempt, move: string, more?: string): Promise<object | null> {
    switch (move) {
      case 'link': return { examId: more };
      case 'resume-clock': return {};
      case 'log-call': return this.fields.ask({ title: 'Call', verb: 'Write down', fields: [{ name: 'who', label: 'With whom', kind: 'text', value: c.caller?.name ?? '' }, { name: 'number', label: 'Number', kind: 'text', optional: true, value: c.caller?.phone ?? '' }, { name: 'text', label: 'What was said', kind: 'words' }] }, attempt);
      case 'present': return this.present(c, attempt);
      case 'ask-more': return this.fields.ask({ title: 'More is needed', verb: 'Ask', fields: [{ name: 'missing', label: 'What is missing', kind: 'words' }] }, attempt);
      case 'advise': return this.advise(attempt);
      case 'decide': return this.decide(c, more ?? '', attempt);
      case 'alert-team': return this.fields.ask({ title: 'Call the team', sentence: 'Everybody of the group gets a notice that must be answered.', verb: 'Call them', fields: [{ name: 'group', label: 'Group', kind: 'choice', value: c.teams.some((t) => t.group === c.serviceLine) ? c.serviceLine : '', choices: c.teams.map((t) => [t.group, `${t.group}, ${t.people} people`] as const) }, { name: 'message', label: 'Message without names', kind: 'words', optional: true }] }, attempt);
      case 'pause-clock': return this.pause(c, attempt);
      case 'consultant': return this.consultant(c, attempt);
      case 'close': return this.close(c, attempt);
      case 'pathology': return this.fields.ask({ title: 'Pathology', verb: 'Save', fields: [{ name: 'pathology', label: 'Pathology', kind: 'choice', value: c.pathology ?? 'missing', choices: [['there', 'There'], ['not-needed', 'Not needed'], ['missing', 'Still missing']] }, { name: 'note', label: 'Note', kind: 'words', optional: true }] }, attempt);
      case 'board': return this.board(c, attempt);
      case 'video': return this.video(c, attempt);
      case 'known-well': return this.knownWell(c, attempt);
      case 'handover': return this.handover(c, attempt);
      default: {
        const words: Readonly<Record<string, string>> = { revise: 'Take the decision back', reopen: 'Take the case up again', cancel: 'Call the case off' };
        const answer = await this.reasons.ask({ title: words[move] ?? move, sentence: 'Say why. It stays in the ledger of the case.', reasons: [], verb: words[move] ?? 'Go on', danger: move === 'cancel' }, attempt);
        return answer && { reason: answer.text };
      }
    }
  }

  private async present(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    if (c.exams.released > 0) return { waived: null };
    return this.fields.ask({ title: 'Go on without images', sentence: 'No exam is released yet. Whoever decides sees why it goes on without.', verb: 'Go on', fields: [{ name: 'waived', label: 'Why', kind: 'words' }] }, attempt);
  }

  private async advise(attempt: Attempt): Promise<object | null> {
    const a = await this.fields.ask({ title: 'Advice to the sender', verb: 'Record', fields: [{ name: 'kind', label: 'Kind', kind: 'choice', value: 'advice', choices: [['advice', 'Advice'], ['transport', 'Guidance for transport'], ['plan', 'Plan']] }, { name: 'text', label: 'What you advise', kind: 'words' }] }, attempt);
    return a && { ...a, urgent: a['kind'] === 'transport' };
  }

  private async decide(c: CaseDetail, disposition: string, attempt: Attempt): Promise<object | null> {
    const row = c.dispositions.find((d) => d.code === disposition);
    if (!row) return null;
    const destination: AskedField[] = row.needs === 'destination' ? [{ name: 'destination', label: 'Where to', kind: 'text', hint: 'Bed, room or facility' }] : [];
    const a = await this.fields.ask({ title: row.name, sentence: row.needs === 'advice' ? 'The advice itself is recorded next.' : '', verb: 'Decide', fields: [...destination, { name: 'reason', label: 'Reason', kind: 'words', optional: true }] }, attempt);
    return a && { disposition, ...a };
  }

  private async pause(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const a = await this.fields.ask({
      title: 'Stop the clock', sentence: 'The clock stands still until they act, or until the time you name.', verb: 'Stop the clock',
      fields: [{ name: 'holder', label: 'Everybody waits for', kind: 'text', value: c.facility?.name ?? '' }, { name: 'reason', label: 'Why', kind: 'words' }, { name: 'until', label: 'At most until', kind: 'instant', value: localIn(240) }],
    }, attempt);
    return a && { holder: a['holder'], reason: a['reason'], until: instantOf(a['until'] ?? '') };
  }

  private async consultant(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const choices = await this.api.get<ChoicesView>('cases/choices');
    return this.fields.ask({ title: 'Who decides', verb: 'Name them', fields: [{ name: 'consultantId', label: 'Clinician', kind: 'choice', value: c.consultant?.id ?? '', choices: choices.people.filter((p) => p.decides).map((p) => [p.id, `${p.name}, ${p.title}`] as const) }] }, attempt);
  }

  private async close(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const wanted: Readonly<Record<string, AskedField>> = {
      exams: { name: 'missing', label: 'What could not be had, and why', kind: 'words' }, readiness: { name: 'missing', label: 'What was not ready, and why', kind: 'words' }, leakage: { name: 'leakage', label: 'Why the images were made elsewhere', kind: 'words' },
      note: { name: 'note', label: 'Note', kind: 'words' }, answer: { name: 'answer', label: 'Answer', kind: 'words' },
    };
    const fields = c.missing.flatMap((m) => wanted[m] ?? []);
    const travel: AskedField[] = c.counts.includes('V13') ? [
      { name: 'visits', label: 'Visits the patient was spared', kind: 'number', optional: true, most: 500, hint: 'Leave it empty when there were none' }, { name: 'roundTripKm', label: 'Kilometres there and back', kind: 'number', optional: true, most: 20_000 },
      { name: 'source', label: 'Where the distance comes from', kind: 'text', optional: true, hint: 'Postcode, route planner, the patient' },
    ] : [];
    const a = fields.length + travel.length > 0 ? await this.fields.ask({ title: 'Close the case', verb: 'Close', fields: [...fields, ...travel] }, attempt) : {};
    if (!a) return null;
    const { visits, roundTripKm, source, ...said } = a as Readonly<Record<string, string | undefined>>;
    return { fields: said, ...(visits ? { travel: { visits: Number(visits), roundTripKm: Number(roundTripKm), source: source ?? '' } } : {}) };
  }

  private async video(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const a = await this.fields.ask({ title: 'Video call', sentence: 'Paste the address of the call: it opens in a new window. Nothing of it is kept here but this address.', verb: 'Save', fields: [{ name: 'address', label: 'Address', kind: 'text', value: c.videoUrl ?? '', optional: true, hint: 'Begins with https://. Empty takes it away.' }] }, attempt);
    return a && { address: a['address'] || null };
  }

  private async knownWell(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const a = await this.fields.ask({ title: 'Last known well', sentence: 'When the patient was last seen without the signs of stroke. The windows of treatment count from here.', verb: 'Save', fields: [{ name: 'at', label: 'When', kind: 'instant', value: c.knownWellAt ? localIn((Date.parse(c.knownWellAt) - Date.now()) / 60_000) : '' }] }, attempt);
    return a && { at: instantOf(a['at'] ?? '') };
  }

  private async handover(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const [choices, h] = [await this.api.get<ChoicesView>('cases/choices'), c.handover];
    const a = await this.fields.ask({
      title: 'Where care goes on', verb: 'Save',
      fields: [
        { name: 'facilityId', label: 'Facility', kind: 'choice', value: h?.facility.id ?? '', choices: choices.facilities.map((f) => [f.id, f.name] as const) }, { name: 'physician', label: 'Receiving physician', kind: 'text', value: h?.physician ?? '' },
        { name: 'phone', label: 'Their number', kind: 'text', optional: true, value: h?.phone ?? '' }, { name: 'followUp', label: 'Planned follow-up', kind: 'words', value: h?.followUp ?? '' }, { name: 'followUpOn', label: 'On', kind: 'date', optional: true, value: h?.followUpOn ?? '' },
      ],
    }, attempt);
    return a && { ...a, followUpOn: a['followUpOn'] || null };
  }

  private async board(c: CaseDetail, attempt: Attempt): Promise<object | null> {
    const boards = await this.api.get<readonly { id: string; name: string; startsAt: string }[]>('boards');
    const a = await this.fields.ask({ title: 'Agenda', sentence: boards.length === 0 ? 'No board is planned: make one under Tumor boards first.' : '', verb: 'Put on', fields: [{ name: 'boardId', label: 'Board', kind: 'choice', value: c.board?.id ?? '', choices: boards.map((b) => [b.id, `${b.name}, ${b.startsAt.slice(0, 10)}`] as const) }] }, attempt);
    return a;
  }
}
