import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench, type Bench } from '../../testing/harness';
import { AdtSender, mrn, pidOf } from '../testing/adt-sender';

let b: Bench;
let his: AdtSender;
beforeAll(async () => {
  b = await bench();
  his = await AdtSender.known(b);
});
afterAll(() => b.close());

interface Row { id: string; mrn: string; birth_date: string | null; sex: string | null; phone: string | null; address: string | null; encounter_class: string | null; encounter: { location: string | null; endedAt: string | null } | null; last_visit: string | null; merged_into: string | null; flags: string[] }
const patient = async (number: string): Promise<Row | undefined> => (await b.acts.read<Row>('select *, last_visit::text from patient where mrn = $1', [number]))[0];
const names = async (number: string): Promise<string[]> =>
  (await b.acts.read<{ n: string }>(`select family || '^' || given || case when former then ' (former)' else '' end as n from patient_name n join patient p on p.id = n.patient_id where p.mrn = $1 order by n.former, n.id`, [number])).map((r) => r.n);
const numbers = async (number: string): Promise<string[]> =>
  (await b.acts.read<{ n: string }>(`select value || '@' || issuer || ' ' || type as n from patient_identifier i join patient p on p.id = i.patient_id where p.mrn = $1 and i.ended_at is null order by i.id`, [number])).map((r) => r.n);
const count = async (sql: string): Promise<number> => (await b.acts.read<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? -1;

describe('what the feed tells of a patient', () => {
  it('is kept with every name, number, telephone and address', async () => {
    expect(await his.tell('A28', { mrn: '100', names: 'Tanaka^Haruto^^^^^L^A~田中^陽翔^^^^^L^I', birthDate: '19800501', sex: 'M', phone: '^PRN^PH^^81^3^5550142', address: '12 Alder Row^^Lakeview^^12345^^H', more: '2210-88^^^LAKEVIEW^PI~7^^^SPEC^VN' })).toBe('AA');
    expect(await patient('100')).toMatchObject({ birth_date: '1980-05-01', sex: 'M', phone: '+81 3 5550142', address: '12 Alder Row, Lakeview, 12345' });
    expect(await names('100')).toEqual(['Tanaka^Haruto', '田中^陽翔']);
    expect(await numbers('100')).toEqual(['100@SPEC MR', '2210-88@LAKEVIEW PI']);
  });

  it('is changed by news only: an empty field keeps, "" deletes', async () => {
    await his.tell('A28', { mrn: '101', family: 'Ruiz', given: 'Ana', birthDate: '19900101', sex: 'F', phone: '5550177' });
    expect(await his.tell('A08', { mrn: '101', phone: '""' })).toBe('AA');
    expect(await patient('101')).toMatchObject({ birth_date: '1990-01-01', sex: 'F', phone: null });
    expect(await names('101')).toEqual(['Ruiz^Ana']);
  });

  it('adds the patient when an update comes first', async () => {
    expect(await his.tell('A08', { mrn: '102', family: 'Early', given: 'Bird', birthDate: '1970', sex: 'M' })).toBe('AA');
    expect(await patient('102')).toMatchObject({ birth_date: '1970' });
  });

  it('keeps a name that changed as a former one, and drops it when the record became another person’s', async () => {
    await his.tell('A28', { mrn: '103', family: 'Maiden', given: 'Eve', birthDate: '19910202', sex: 'F' });
    await his.tell('A08', { mrn: '103', family: 'Married', given: 'Eve' });
    expect(await names('103')).toEqual(['Married^Eve', 'Maiden^Eve (former)']);
    await his.tell('A08', { mrn: '103', family: 'Other', given: 'Person', birthDate: '19550707', sex: 'M' });
    expect(await names('103')).toEqual(['Other^Person', 'Maiden^Eve (former)']);
  });

  it('knows who pays from the first IN1, and not from a plan type nobody knows', async () => {
    const in1 = (plan: string): string => `PV1|1|I\rIN1|1|P1|C1|Payer${'|'.repeat(11)}${plan}\rIN1|2|P2|C2|Other${'|'.repeat(11)}SP`;
    const payer = async (): Promise<unknown> => (await b.acts.read<{ payer_kind: string | null }>(`select payer_kind from patient where mrn = '105'`))[0]?.payer_kind;
    await his.tell('A28', { mrn: '105', family: 'Cover', given: 'Ida', birthDate: '19600101', sex: 'F' });
    expect(await payer()).toBeNull();
    await his.tell('A08', { mrn: '105', pv1: in1('MEDICARE') });
    expect(await payer()).toBe('medicare');
    await his.tell('A08', { mrn: '105', pv1: 'PV1|1|I' });
    expect(await payer()).toBe('medicare');
    await his.tell('A08', { mrn: '105', pv1: in1('ZZ9') });
    expect(await payer()).toBeNull();
  });

  it('knows where the patient is: admission, transfer, discharge, and all of it undone', async () => {
    await his.tell('A01', { mrn: '104', family: 'Way', given: 'Mila', birthDate: '20000101', sex: 'F', pv1: 'PV1|1|E|TRAUMA^2^A||||||||||||||||V1|||||||||||||||||||||||||20261124090000' });
    expect(await patient('104')).toMatchObject({ encounter_class: 'emergency', encounter: { location: 'TRAUMA 2 A', endedAt: null }, last_visit: '2026-11-24' });
    await his.tell('A02', { mrn: '104', pv1: 'PV1|1|I|ICU^7||||||||||||||||V1' });
    expect(await patient('104')).toMatchObject({ encounter_class: 'inpatient', encounter: { location: 'ICU 7' } });
    await his.tell('A03', { mrn: '104', pv1: 'PV1|1|I|ICU^7||||||||||||||||V1' });
    expect((await patient('104'))?.encounter_class).toBe('none');
    await his.tell('A13', { mrn: '104', pv1: 'PV1|1|I|ICU^7||||||||||||||||V1' });
    expect(await patient('104')).toMatchObject({ encounter_class: 'inpatient', encounter: { endedAt: null } });
    // another visit's cancellation is not this one's
    await his.tell('A11', { mrn: '104', pv1: 'PV1|1|I|||||||||||||||||V9' });
    expect((await patient('104'))?.encounter_class).toBe('inpatient');
    await his.tell('A11', { mrn: '104', pv1: 'PV1|1|I|||||||||||||||||V1' });
    expect(await patient('104')).toMatchObject({ encounter_class: 'none', encounter: null });
  });

  it('takes a number from its former owner when the feed gives it to another', async () => {
    await his.tell('A28', { mrn: '105', family: 'First', given: 'Owner', birthDate: '19600101', more: 'X9^^^LAKEVIEW^PI' });
    await his.tell('A28', { mrn: '106', family: 'Second', given: 'Owner', birthDate: '19700101', more: 'X9^^^LAKEVIEW^PI' });
    expect(await numbers('105')).toEqual(['105@SPEC MR']);
    expect(await numbers('106')).toEqual(['106@SPEC MR', 'X9@LAKEVIEW PI']);
  });

  it('follows a changed number, and refuses one that is another patient’s', async () => {
    await his.tell('A28', { mrn: '107', family: 'New', given: 'Number', birthDate: '19800303' });
    expect(await his.tell('A47', { mrn: '108', mrg: mrn('107') })).toBe('AA');
    expect(await patient('107')).toBeUndefined();
    expect(await numbers('108')).toEqual(['108@SPEC MR']);
    expect(await his.tell('A47', { mrn: '101', mrg: mrn('108') })).toBe('AE');
  });
});

describe('a merge', () => {
  it('moves numbers and names to the survivor; news of the old record later no longer change the person', async () => {
    await his.tell('A28', { mrn: '200', family: 'Garcia', given: 'Maria', birthDate: '19700101', sex: 'F', more: 'L1^^^LAKEVIEW^PI' });
    await his.tell('A28', { mrn: '201', family: 'Garcia Lopez', given: 'Maria', birthDate: '19700101', sex: 'F' });
    expect(await his.tell('A40', { mrn: '201', family: 'Garcia Lopez', given: 'Maria', mrg: mrn('200') })).toBe('AA');
    expect((await patient('200'))?.merged_into).toBe((await patient('201'))?.id);
    expect((await numbers('201')).sort()).toEqual(['200@SPEC MR', '201@SPEC MR', 'L1@LAKEVIEW PI']);
    expect(await names('201')).toEqual(['Garcia Lopez^Maria', 'Garcia^Maria (former)']);
    expect(await his.tell('A08', { mrn: '200', family: 'Wrong', given: 'Again', birthDate: '19110101' })).toBe('AA');
    expect(await patient('201')).toMatchObject({ birth_date: '1970-01-01' });
    expect(await names('201')).not.toContain('Wrong^Again');
  });

  it('is understood when it comes before the messages that add either side', async () => {
    expect(await his.tell('A40', { mrn: '203', family: 'Late', given: 'Comer', birthDate: '19660606', mrg: mrn('202') })).toBe('AA');
    expect(await his.tell('A28', { mrn: '202', family: 'Late', given: 'Comer', birthDate: '19660606' })).toBe('AA');
    expect(await his.tell('A28', { mrn: '203', family: 'Late', given: 'Comer', birthDate: '19660606', sex: 'M' })).toBe('AA');
    expect(await patient('202')).toMatchObject({ merged_into: (await patient('203'))?.id });
    expect(await count(`patient where mrn in ('202', '203') and merged_into is null`)).toBe(1);
  });

  it('may follow another one, repeats without effect, and is refused as a loop, with itself, or into somebody else', async () => {
    for (const n of ['210', '211', '212', '213']) await his.tell('A28', { mrn: n, family: 'Chain', given: `No${n}`, birthDate: '19500505' });
    expect(await his.tell('A40', { mrn: '211', mrg: mrn('210') })).toBe('AA');
    expect(await his.tell('A40', { mrn: '212', mrg: mrn('211') })).toBe('AA');
    expect((await patient('210'))?.merged_into).toBe((await patient('212'))?.id);
    expect(await his.tell('A40', { mrn: '211', mrg: mrn('210') })).toBe('AA');
    expect(await his.tell('A40', { mrn: '210', mrg: mrn('212') })).toBe('AE');
    expect(await his.tell('A40', { mrn: '212', mrg: mrn('212') })).toBe('AE');
    expect(await his.tell('A40', { mrn: '213', mrg: mrn('210') })).toBe('AE');
    expect(await count(`patient where mrn in ('210', '211', '212', '213') and merged_into is null`)).toBe(2);
  });
});

describe('a sender', () => {
  it('that is not known, or calls from elsewhere, is refused, and nothing is kept', async () => {
    const before = [await count('patient'), await count('adt_message')];
    const stranger = his.message('A28', pidOf({ mrn: '300', family: 'No', given: 'Body' }));
    expect((await his.send(stranger, '10.9.8.7')).code).toBe('AR');
    expect((await his.send(new TextEncoder().encode(new TextDecoder().decode(stranger).replace('HIS|SPEC', 'EVIL|SPEC')))).code).toBe('AR');
    expect([await count('patient'), await count('adt_message')]).toEqual(before);
    expect(await count(`audit_entry where action = 'adt.refused' and reason = 'unknown-sender'`)).toBe(2);
  });

  it.each([
    ['an event nobody handles', 'ADT^A60', 'AR'], ['another kind of message', 'ORM^O01', 'AR'], ['no record number of ours', 'no-mrn', 'AE'], ['no PID', 'no-pid', 'AE'], ['version 3', 'v3', 'AR'],
  ])('is told when there is %s', async (_, what, code) => {
    const text = new TextDecoder().decode(his.message('A28', pidOf({ mrn: '301', family: 'No', given: 'Body' })));
    const changed = what === 'no-mrn' ? text.replace('301^^^SPEC^MR', '301^^^OTHER^PI') : what === 'no-pid' ? text.replace(/PID[^\r]*\r/, '') : what === 'v3' ? text.replace('|2.5.1|', '|3.0|') : text.replace('ADT^A28', what);
    expect((await his.send(new TextEncoder().encode(changed))).code).toBe(code);
    expect(await patient('301')).toBeUndefined();
  });

  it('that repeats a message is answered with the same bytes, and nothing happens twice', async () => {
    const message = his.message('A28', pidOf({ mrn: '310', family: 'Once', given: 'Only', birthDate: '19800101' }));
    const first = await his.bytes(message);
    const seen = [await count('patient_name'), await count('audit_entry'), await count('outbox')];
    expect(await his.bytes(message)).toEqual(first);
    // the same, written anew: only the header differs
    expect(await his.bytes(new TextEncoder().encode(new TextDecoder().decode(message).replace('|20261124100000||', '|20261124110000||')))).toEqual(first);
    expect([await count('patient_name'), await count('audit_entry'), await count('outbox')]).toEqual(seen);
  });

  it('that was refused is refused in the same words when it repeats', async () => {
    const message = his.message('A40', pidOf({ mrn: '311', family: 'No', given: 'Prior' }));
    const first = await his.bytes(message);
    expect(new TextDecoder().decode(first ?? undefined)).toContain('MSA|AE');
    expect(await his.bytes(message)).toEqual(first);
  });

  it('that counts its control ids anew loses no message', async () => {
    const one = new TextDecoder().decode(his.message('A28', pidOf({ mrn: '312', family: 'Counter', given: 'One' })));
    const two = one.replace('312^^^SPEC', '313^^^SPEC');
    for (const text of [one, two]) expect((await his.send(new TextEncoder().encode(text))).code).toBe('AA');
    expect(await patient('313')).toBeDefined();
  });

  it('in enhanced mode is answered as it asks', async () => {
    const text = (accept: string, application: string, n: string): Uint8Array =>
      new TextEncoder().encode(new TextDecoder().decode(his.message('A28', pidOf({ mrn: n, family: 'Mode', given: 'Two' }))).replace('|2.5.1||||||', `|2.5.1|||${accept}|${application}||`));
    expect((await his.send(text('AL', 'NE', '314'))).code).toBe('CA');
    expect((await his.send(text('NE', 'AL', '315'))).code).toBe('AA');
    expect(await his.bytes(text('NE', 'NE', '316'))).toBeNull();
    expect(await patient('316')).toBeDefined();
  });

  it('may leave out the issuer when its endpoint says which one it means', async () => {
    const small = await AdtSender.known(b, 'SMALL|SPEC', '127.0.0.1', { assumedIssuer: 'SPEC' });
    const pid = pidOf({ mrn: '317', family: 'Plain', given: 'Number' }).replace('317^^^SPEC^MR', '317');
    expect((await his.send(his.message('A28', pid))).code).toBe('AE');
    expect((await small.send(small.message('A28', pid))).code).toBe('AA');
  });

  it('gets no answer when we are in trouble, and is taken when it tries again', async () => {
    const message = his.message('A28', pidOf({ mrn: '318', family: 'Try', given: 'Again' }));
    const { source } = b;
    const query = source.transaction.bind(source);
    source.transaction = () => Promise.reject(new Error('the database is away'));
    await expect(his.bytes(message)).rejects.toThrow('away');
    source.transaction = query;
    expect((await his.send(message)).code).toBe('AA');
  });
});

it('answers every message, however broken, and never leaves its sender waiting', async () => {
  const good = new TextDecoder().decode(his.message('A28', pidOf({ mrn: '500', family: 'Broken', given: 'Message', birthDate: '19700101', sex: 'F', phone: '5550142', address: '1 Oak Lane^^Town' }), 'PV1|1|E|ED^1||||||||||||||||V1'));
  const long = 'x'.repeat(200_000);
  const shapes: ((text: string, i: number) => string)[] = [
    (t, i) => t.slice(0, 40 + i * 3), (t, i) => t.replace(/\|/g, (bar, at: number) => (at % 7 === i % 7 ? '^' : bar)), (t) => t.replace('500^^^SPEC', `${long}^^^SPEC`), (t) => t.replace('Broken', long), (t) => t.replace('19700101', long), (t) => t.replace('|F|', `|${long}|`),
    (t) => t.replace('5550142', long), (t) => t.replace('1 Oak Lane', long), (t) => t.replace('^^^SPEC^MR', `^^^SPEC^MR${'~1^^^X^PI'.repeat(500)}`), (t) => t.replace('Broken^Message', 'A^B~'.repeat(900)), (t) => t.replace('|P|2.5.1', `|P|${long}`),
    (t, i) => t.replace(/\|([^|]*)\|P\|/, `|${long.slice(0, 150 + i * 10)}|P|`), (t) => t.replace('Broken', '\u0000\ud800\uffff'), (t) => t.replace('^^^SPEC^MR', `^^^SPEC^MR~7^^^${long}^PI`), (t) => `${t}${'PID|1\r'.repeat(500)}`,
  ];
  for (let i = 0; i < 120; i++) {
    const text = (shapes[i % shapes.length] ?? shapes[0])?.(good.replace(/\|(\d+C\d+)\|P/, `|F${i}|P`), i) ?? '';
    const answer = await his.bytes(new TextEncoder().encode(text));
    expect(new TextDecoder().decode(answer ?? undefined), `shape ${i % shapes.length}`).toMatch(/\rMSA\|(AA|AE|AR)/);
  }
}, 60_000);

it('a thousand messages on four connections, each acknowledgement lost once: none lost, none doubled', async () => {
  const messages = Array.from({ length: 1000 }, (_, i) => his.message(i % 5 === 4 ? 'A08' : 'A28', pidOf({ mrn: `9${1000 + (i - (i % 5 === 4 ? 1 : 0))}`, family: 'Many', given: `No${i}`, birthDate: '19700101', sex: 'F' })));
  const outbox = await count(`outbox where event = 'patient.added'`);
  const lanes = [0, 1, 2, 3].map(async (lane) => {
    for (let i = lane * 250; i < (lane + 1) * 250; i++) {
      const [first, again] = [await his.bytes(messages[i] ?? new Uint8Array()), await his.bytes(messages[i] ?? new Uint8Array())];
      expect(again).toEqual(first);
    }
  });
  await Promise.all(lanes);
  expect(await count(`patient where mrn like '91___' or mrn like '92___'`)).toBe(800);
  expect(await count(`outbox where event = 'patient.added'`)).toBe(outbox + 800);
}, 120_000);

it('two connections that tell of the same new patient at once make one', async () => {
  const messages = Array.from({ length: 12 }, (_, i) => his.message(i % 2 ? 'A31' : 'A28', pidOf({ mrn: '400', family: 'Same', given: 'Time', birthDate: '19700101', phone: `555010${i}` })));
  await Promise.all(messages.map((m) => his.bytes(m)));
  expect(await count(`patient where mrn = '400'`)).toBe(1);
  expect(await numbers('400')).toEqual(['400@SPEC MR']);
});
