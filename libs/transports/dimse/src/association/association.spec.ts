import { describe, expect, it } from 'vitest';
import { dimseLimits } from '../limits';
import { PDU_HEADER_BYTES } from '../pdu/pdu';
import { CONTEXT_RESULT, acceptPdu, readAcceptance } from './acceptance';
import { IMPLEMENTATION_CLASS, IMPLEMENTATION_VERSION, isUid } from './items';
import { DEFAULT_ACCEPTANCE, negotiate, type SyntaxRule } from './negotiation';
import { readProposal, requestPdu, type ProposedContext } from './proposal';
import { REJECTION, rejectionSentence } from './rejection';

const limits = dimseLimits();
const CT = '1.2.840.10008.5.1.4.1.1.2';
const contexts: ProposedContext[] = [
  { id: 1, abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.1'] },
  { id: 3, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] },
];
const read = (pdu: Buffer): ReturnType<typeof readProposal> => readProposal(pdu.subarray(PDU_HEADER_BYTES), limits);

describe('An association request', () => {
  it('is read back as it was written', () => {
    expect(read(requestPdu('THEIR PACS', 'CAUSEWAY', contexts, 65_536))).toMatchObject({
      versionSupported: true,
      applicationContextSupported: true,
      calledAeTitle: 'THEIR PACS',
      callingAeTitle: 'CAUSEWAY',
      contexts,
      user: { pduBytes: 65_536, implementationClass: IMPLEMENTATION_CLASS, implementationVersion: IMPLEMENTATION_VERSION },
    });
  });

  it('may hold 128 contexts of 64 syntaxes, and no more', () => {
    const many = (count: number, syntaxes: number): Buffer =>
      requestPdu('A', 'B', Array.from({ length: count }, (_, i) => ({ id: i * 2 + 1, abstractSyntax: `1.2.${i}`, transferSyntaxes: Array(syntaxes).fill('1.2.3') })), 16_384);
    expect(read(many(128, 64)).contexts).toHaveLength(128);
    expect(() => read(many(1, 65))).toThrow('sensible number');
    expect(() => read(requestPdu('A', 'B', [...contexts, contexts[0]!], 16_384))).toThrow('twice or too many');
    const body = many(3, 1).subarray(PDU_HEADER_BYTES);
    expect(readProposal(body, dimseLimits({ contexts: 3 })).contexts).toHaveLength(3);
    expect(() => readProposal(body, dimseLimits({ contexts: 2 }))).toThrow('twice or too many');
  });

  it('is refused at every cut inside its items', () => {
    const body = requestPdu('A', 'B', contexts, 16_384).subarray(PDU_HEADER_BYTES);
    const ends = new Set([...Array(body.length).keys()]);
    let whole = 0;
    for (const end of ends) {
      try {
        readProposal(body.subarray(0, end), limits);
        whole++;
      } catch (error) {
        expect((error as Error).name).toBe('ProtocolError');
      }
    }
    // Only cuts between two whole items leave something readable.
    expect(whole).toBeLessThanOrEqual(5);
  });
});

describe('Negotiation', () => {
  const rule: SyntaxRule = (uid) => (DEFAULT_ACCEPTANCE.storage(uid) ? DEFAULT_ACCEPTANCE.transferSyntax : null);
  const result = (abstractSyntax: string, ...transferSyntaxes: string[]): [number, string] => {
    const agreed = negotiate({ id: 1, abstractSyntax, transferSyntaxes }, rule);
    return [agreed.result, agreed.transferSyntax];
  };

  it('takes the first proposed syntax it knows, so that nobody has to convert', () => {
    expect(result(CT, '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2')).toEqual([CONTEXT_RESULT.accepted, '1.2.840.10008.1.2.4.90']);
    expect(result(CT, '1.2.3.4', '1.2.840.10008.1.2')).toEqual([CONTEXT_RESULT.accepted, '1.2.840.10008.1.2']);
  });

  it('refuses syntaxes nobody named and classes that are not storage', () => {
    expect(result(CT, '1.2.3.4')[0]).toBe(CONTEXT_RESULT.transferSyntaxesNotSupported);
    expect(result('1.2.840.10008.5.1.4.1.2.2.2', '1.2.840.10008.1.2')[0]).toBe(CONTEXT_RESULT.abstractSyntaxNotSupported);
  });

  it('takes private storage classes', () => {
    expect(result('1.3.12.2.1107.5.9.1', '1.2.840.10008.1.2')[0]).toBe(CONTEXT_RESULT.accepted);
  });

  it('tells the requester each result', () => {
    const proposal = read(requestPdu('A', 'B', contexts, 16_384));
    const answers = proposal.contexts.map((context) => negotiate(context, rule));
    const acceptance = readAcceptance(acceptPdu(proposal, answers, 131_072).subarray(PDU_HEADER_BYTES));
    expect(acceptance.user.pduBytes).toBe(131_072);
    expect(acceptance.contexts).toEqual([
      { id: 1, result: CONTEXT_RESULT.accepted, transferSyntax: '1.2.840.10008.1.2.4.90' },
      { id: 3, result: CONTEXT_RESULT.abstractSyntaxNotSupported, transferSyntax: '' },
    ]);
  });
});

describe('A rejection', () => {
  it.each([
    [REJECTION.calledAeTitle, 'They refused: called AE title not recognised; we called DEMO_PACS.'],
    [REJECTION.callingAeTitle, 'They refused: calling AE title not recognised; we are CAUSEWAY.'],
    [REJECTION.localLimit, 'They refused for now: local limit exceeded; we called DEMO_PACS as CAUSEWAY.'],
    [{ result: 1, source: 9, reason: 9 }, 'They refused: source 9, reason 9; we called DEMO_PACS as CAUSEWAY.'],
  ])('is a sentence with the value at fault', (rejection, sentence) => {
    expect(rejectionSentence(rejection, 'DEMO_PACS', 'CAUSEWAY')).toBe(sentence);
  });
});

it('makes its own implementation class a UID', () => {
  expect(isUid(IMPLEMENTATION_CLASS)).toBe(true);
});
