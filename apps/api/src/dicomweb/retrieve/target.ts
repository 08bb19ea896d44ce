/** What a path of DICOMweb names: a study, a series of it, an instance of that (PS3.18 10.4.1). */
import { Refusal } from '../../platform/acts/refusal';

export interface Target {
  readonly study: string;
  readonly series?: string;
  readonly instance?: string;
  /** One of our exams: a study that was parted has several. */
  readonly exam?: string;
}

export type InstanceTarget = Target & { readonly series: string; readonly instance: string };

/** Liberal in components, because devices are; strict in signs and length. */
const UID = /^[0-9.]{1,64}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function uid(text: string): string {
  if (!UID.test(text)) throw new Refusal(400, 'uid', 'An identifier in the address is not a DICOM UID: digits and dots, 64 at most.');
  return text;
}

/** The `exam` parameter; undefined when not given. */
export function examOf(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !UUID.test(value)) throw new Refusal(400, 'exam', 'The parameter exam must be the id of one exam.');
  return value.toLowerCase();
}

export interface PathParameters {
  readonly study: string;
  readonly series?: string;
  readonly instance?: string;
}

export function targetOf(path: PathParameters, query: Readonly<Record<string, unknown>>): Target {
  const exam = examOf(query['exam']);
  return {
    study: uid(path.study),
    ...(path.series === undefined ? {} : { series: uid(path.series) }),
    ...(path.instance === undefined ? {} : { instance: uid(path.instance) }),
    ...(exam === undefined ? {} : { exam }),
  };
}

export const instanceTargetOf = (path: Required<PathParameters>, query: Readonly<Record<string, unknown>>): InstanceTarget => targetOf(path, query) as InstanceTarget;
