import type { DicomJson, JsonElement } from '@causeway/dicom';
import { STATUS } from '@causeway/transport-dimse';
import { instanceUrl, studyUrl } from '../../dicomweb/http/base-url';
import type { Answer } from '../intake/answer';

/** What became of one part: an answer of the intake, or what never was an object. */
export type PartOutcome = Answer | { readonly kind: 'other-type' } | { readonly kind: 'broken' };

export interface StoreAnswer {
  readonly status: 200 | 202 | 400 | 409 | 415 | 503;
  readonly body: DicomJson;
  /** Sentences for people, without patient data. */
  readonly warnings: readonly string[];
}

/** Failure reason (0008,1197) of PS3.18 table I.2-2, and what to do, in words. */
interface Failure {
  readonly reason: number;
  readonly sentence: string;
}
const PROCESSING_FAILURE = 0x0110;
const MOST_SENTENCES = 10;

function failureOf(outcome: PartOutcome): Failure | null {
  switch (outcome.kind) {
    case 'stored':
      return null;
    case 'aside':
      return { reason: STATUS.cannotUnderstand, sentence: `kept in quarantine: ${outcome.reason}` };
    case 'refused':
      return { reason: STATUS.outOfResources, sentence: `not kept, beyond a limit: ${outcome.reason}` };
    case 'mismatch':
      return { reason: STATUS.dataSetMismatch, sentence: outcome.what === 'study' ? 'not kept: the object belongs to another study than the address says' : 'not kept: its file meta names another object' };
    case 'failed':
      return outcome.cause === 'disk-full' ? { reason: STATUS.outOfResources, sentence: 'not stored, no room: send again later' } : { reason: PROCESSING_FAILURE, sentence: 'not stored: send again later' };
    case 'other-type':
      return { reason: STATUS.cannotUnderstand, sentence: 'passed over: parts must be application/dicom' };
    case 'broken':
      return { reason: STATUS.cannotUnderstand, sentence: 'not kept: the request broke off inside it' };
  }
}

const ui = (uid: string): JsonElement => ({ vr: 'UI', Value: [uid] });
const ur = (url: string): JsonElement => ({ vr: 'UR', Value: [url] });
const us = (value: number): JsonElement => ({ vr: 'US', Value: [value] });

/** The HTTP status (PS3.18 10.5.3.1): of what is only for now, that it may be sent again; of what never was an object, that the request is wrong. */
function statusOf(outcomes: readonly PartOutcome[], clean: boolean): StoreAnswer['status'] {
  if (outcomes.some((o) => o.kind === 'stored')) return clean ? 200 : 202;
  const all = (kind: PartOutcome['kind']): boolean => outcomes.length > 0 && outcomes.every((o) => o.kind === kind);
  if (all('failed')) return 503;
  if (all('other-type')) return 415;
  return outcomes.length === 0 || all('broken') ? 400 : 409;
}

/**
 * The Store Instances Response (PS3.18 10.5.3 and annex I.2). An object that is stored beside another with its UID is referenced with the warning that
 * its data set does not fit (B007H), as over C-STORE. A remark is about the whole body: with it the answer is no 200, for there may be objects that no part names.
 */
export function storeAnswer(outcomes: readonly PartOutcome[], base: string, remark: string | null = null): StoreAnswer {
  const [referenced, failed, others]: [DicomJson[], DicomJson[], DicomJson[]] = [[], [], []];
  const sentences = new Map<string, number>();
  const studies = new Set<string>();
  const say = (sentence: string): void => void sentences.set(sentence, (sentences.get(sentence) ?? 0) + 1);
  for (const outcome of outcomes) {
    const failure = failureOf(outcome);
    if (failure) say(failure.sentence);
    const identity = 'identity' in outcome ? outcome.identity : null;
    const named = identity && { '00081150': ui(identity.sopClassUid), '00081155': ui(identity.sopInstanceUid) };
    if (outcome.kind === 'stored') {
      const conflict = outcome.placed.outcome === 'conflict';
      if (conflict) say('stored beside another object that has the same SOP Instance UID');
      studies.add(outcome.studyUid);
      referenced.push({ ...named, '00081190': ur(instanceUrl(base, outcome.studyUid, outcome.seriesUid, outcome.identity.sopInstanceUid)), ...(conflict ? { '00081196': us(STATUS.dataSetWarning) } : {}) });
    } else if (named) failed.push({ ...named, '00081197': us(failure!.reason) });
    else others.push({ '00081197': us(failure!.reason) });
  }
  const [study] = studies;
  const sequence = (items: readonly DicomJson[]): JsonElement => ({ vr: 'SQ', Value: [...items] });
  return {
    status: statusOf(outcomes, sentences.size === 0 && remark === null),
    body: {
      // empty when there is no one study
      '00081190': studies.size === 1 ? ur(studyUrl(base, study!)) : { vr: 'UR' },
      ...(failed.length > 0 ? { '00081198': sequence(failed) } : {}),
      ...(referenced.length > 0 ? { '00081199': sequence(referenced) } : {}),
      ...(others.length > 0 ? { '0008119A': sequence(others) } : {}),
    },
    warnings: [...(remark === null ? [] : [`299 ${base}: ${remark}`]), ...[...sentences].slice(0, MOST_SENTENCES).map(([sentence, n]) => `299 ${base}: ${n} ${n === 1 ? 'object' : 'objects'} ${sentence}`)],
  };
}
