import type { MatchContext } from '../src/identity/match-facts';
import type { NameForm, Person } from '../src/identity/person';

/**
 * A town of local patients, and exams that come from elsewhere with the identities people and systems really send: capitals, typos, exchanged parts, old names,
 * and the traps: twins, fathers and sons, namesakes born the same day, numbers given out again, a sibling's number, the wrong disc, a disc of two people.
 * The same seed gives the same world.
 */

export interface Townsman {
  readonly id: string;
  readonly person: Person;
}

export type ComingKind =
  | 'ordinary' | 'typo' | 'maiden-name' | 'exchanged' | 'no-number' | 'earlier-pair' | 'birth-date-error'
  | 'twin' | 'twin-with-siblings-number' | 'jr-sr' | 'son-on-fathers-record' | 'namesake' | 'namesake-with-others-number' | 'recycled-number' | 'stranger' | 'stranger-of-same-name' | 'wrong-disc' | 'mixed-disc';

export interface Coming {
  readonly kind: ComingKind;
  readonly sent: Person;
  /** Whose it is; null when they are not a local patient. */
  readonly truth: string | null;
  /** What we know around the exam, by patient. */
  readonly context: ReadonlyMap<string, readonly MatchContext[]>;
  readonly people: number;
}

const FAMILIES = 'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Müller Öztürk Kowalczyk O’Brien Villanueva Bergström Tanaka Okafor Stavrou Sharma Ruiz Castellano Lindqvist Bianchi Hoffmann Prescott Delacroix Fitzgerald Yamamoto Chowdhury Petrov'.split(' ');
const GIVEN: Readonly<Record<'F' | 'M', readonly string[]>> = {
  F: 'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah María Siobhán Çağla Bożena Folasade Eleni Anna Marie Maria Mira Mia Ida'.split(' '),
  M: 'James Robert John Michael David William Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Andrew Paul Joshua Kenneth Kevin Brian George Timothy Iker Haruto Lorenzo Noam Anil Jan Jon Jonas Karl Carl Max'.split(' '),
};
const ISSUERS = ['LAKEVIEW', 'STMARY', 'HARBOR', 'VALLEY'];
const STREETS = ['Alder Row', 'Linden Avenue', 'Mill Race', 'Quarry Hill', 'Main Street', 'Church Road', 'Oak Lane', 'River Drive'];

/** A number from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class MatchWorld {
  readonly town: Townsman[] = [];
  private readonly twins: [Townsman, Townsman][] = [];
  private readonly generations: [Townsman, Townsman][] = [];
  private readonly namesakes: [Townsman, Townsman][] = [];
  private readonly random: () => number;
  private houses = 0;

  constructor(seed: number, households: number) {
    this.random = chance(seed);
    for (let i = 0; i < households; i++) this.household();
    for (let i = 0; i < households / 60; i++) this.namesake();
  }

  /** An exam of the given kind. */
  coming(kind: ComingKind): Coming {
    const someone = this.pick(this.town);
    switch (kind) {
      case 'ordinary': return this.exam(kind, someone, this.asSent(someone.person, this.numberOf(someone)));
      case 'typo': return this.exam(kind, someone, this.misspelt(this.asSent(someone.person, this.numberOf(someone))));
      case 'exchanged': return this.exam(kind, someone, exchanged(this.asSent(someone.person, this.numberOf(someone))));
      case 'birth-date-error': return this.exam(kind, someone, { ...this.asSent(someone.person, this.numberOf(someone)), birthDate: this.wrongDate(someone.person.birthDate ?? '') });
      case 'maiden-name': return this.exam(kind, someone, this.renamed(this.asSent(someone.person, this.numberOf(someone))));
      case 'no-number': return this.exam(kind, someone, this.asSent(someone.person, null));
      case 'earlier-pair': return this.exam(kind, someone, this.asSent(someone.person, { value: `E${someone.id}`, issuer: 'NEWPLACE' }), { [someone.id]: ['earlier-pair'] });
      case 'twin': {
        const [one] = this.pick(this.twins);
        return this.exam(kind, one, this.asSent(one.person, this.numberOf(one)));
      }
      case 'twin-with-siblings-number': {
        const [one, other] = this.pick(this.twins);
        return this.exam(kind, one, this.asSent(one.person, this.numberOf(other)), { [other.id]: ['earlier-pair'] });
      }
      case 'jr-sr': {
        const [father, son] = this.pick(this.generations);
        const [one, other] = this.random() < 0.5 ? [father, son] : [son, father];
        return this.exam(kind, one, this.asSent(one.person, this.numberOf(this.random() < 0.5 ? one : other)), { [other.id]: ['open-request'] });
      }
      case 'son-on-fathers-record': {
        const [father, son] = this.pick(this.generations);
        return this.exam(kind, son, this.asSent(father.person, this.numberOf(father)));
      }
      case 'namesake-with-others-number': {
        const [one, other] = this.pick(this.namesakes);
        return this.exam(kind, one, this.asSent({ ...one.person, names: other.person.names }, this.numberOf(other)));
      }
      case 'namesake': {
        const [one, other] = this.pick(this.namesakes);
        return this.exam(kind, one, this.asSent(one.person, null), { [other.id]: ['earlier-pair'] });
      }
      case 'recycled-number': {
        const stranger = this.stranger();
        return { kind, sent: this.asSent(stranger, this.numberOf(someone)), truth: null, context: new Map([[someone.id, ['earlier-pair' as const]]]), people: 1 };
      }
      case 'stranger': return { kind, sent: this.asSent(this.stranger(), { value: `X${Math.floor(this.random() * 1e6)}`, issuer: this.pick(ISSUERS) }), truth: null, context: new Map(), people: 1 };
      case 'stranger-of-same-name': {
        const namesake: Person = { ...this.stranger(), names: someone.person.names.slice(0, 1), sex: someone.person.sex };
        return { kind, sent: this.asSent(namesake, null), truth: null, context: new Map([[someone.id, ['open-request' as const]]]), people: 1 };
      }
      case 'wrong-disc': {
        // we asked for somebody's exams, and the disc in the envelope is another patient's
        const asked = this.pick(this.town);
        return this.exam(kind, someone, this.asSent(someone.person, this.random() < 0.5 ? this.numberOf(someone) : null), { [asked.id]: ['open-request'] });
      }
      case 'mixed-disc': return { ...this.exam(kind, someone, this.asSent(someone.person, this.numberOf(someone))), people: 2, truth: null };
    }
  }

  private exam(kind: ComingKind, who: Townsman, sent: Person, context: Readonly<Record<string, readonly MatchContext[]>> = {}): Coming {
    return { kind, sent, truth: who.id, context: new Map(Object.entries(context)), people: 1 };
  }

  private household(): void {
    const family = this.skewed(FAMILIES);
    const home = { address: `${1 + Math.floor(this.random() * 300)} ${this.pick(STREETS)}, Westbrook`, phone: this.phone() };
    this.houses++;
    const mother = this.add({ family, sex: 'F', year: 1940 + Math.floor(this.random() * 45) }, home);
    const father = this.add({ family, sex: 'M', year: 1940 + Math.floor(this.random() * 45) }, home);
    const children = Math.floor(this.random() * 3);
    const names = [mother, father].map(calledBy);
    for (let i = 0; i < children; i++) {
      const sex = this.random() < 0.5 ? 'F' : 'M';
      let given = this.skewed(GIVEN[sex]);
      while (names.includes(given)) given = this.pick(GIVEN[sex]);
      names.push(given);
      this.add({ family, sex, given, year: Number(mother.person.birthDate?.slice(0, 4)) + 20 + i * 2 }, home);
    }
    if (this.random() < 0.04) this.addTwins(family, Number(mother.person.birthDate?.slice(0, 4)) + 25, home);
    if (this.random() < 0.03) this.addSon(father, home);
  }

  private addTwins(family: string, year: number, home: { address: string; phone: string }): void {
    const sex = this.random() < 0.5 ? 'F' : 'M';
    const one = this.add({ family, sex, year }, home);
    let given = this.pick(GIVEN[sex]);
    while (given === calledBy(one)) given = this.pick(GIVEN[sex]);
    const other = this.add({ family, sex, year, given, birthDate: one.person.birthDate ?? '' }, this.random() < 0.3 ? { address: '9 Far Away, Eastport', phone: this.phone() } : home);
    this.twins.push(this.random() < 0.5 ? [one, other] : [other, one]);
  }

  private addSon(father: Townsman, home: { address: string; phone: string }): void {
    const name = father.person.names[0];
    const son = this.add({ family: name?.family ?? '', sex: 'M', year: Number(father.person.birthDate?.slice(0, 4)) + 26, given: name?.given ?? '', suffix: 'Jr' }, home);
    this.generations.push([father, son]);
  }

  /** Another person of the same name, born the same day. */
  private namesake(): void {
    const one = this.pick(this.town);
    const name = one.person.names[0];
    const other = this.add(
      { family: name?.family ?? '', sex: one.person.sex as 'F' | 'M', year: 1950, given: name?.given ?? '', birthDate: one.person.birthDate ?? '' }, { address: '1 Elsewhere, Southport', phone: this.phone() });
    this.namesakes.push([one, other]);
  }

  private add(p: { family: string; sex: 'F' | 'M'; year: number; given?: string; birthDate?: string; suffix?: string }, home: { address: string; phone: string }): Townsman {
    const id = String(100_000 + this.town.length);
    const given = p.given ?? `${this.skewed(GIVEN[p.sex])}${this.random() < 0.3 ? ` ${this.pick(GIVEN[p.sex])}` : ''}`;
    const who: Townsman = {
      id,
      person: {
        names: [{ family: p.family, given, ...(p.suffix ? { suffix: p.suffix } : {}) }], birthDate: p.birthDate ?? this.day(p.year), sex: p.sex, recordNumbers: [id],
        identifiers: ISSUERS.filter(() => this.random() < 0.5).map((issuer) => ({ issuer, value: `${issuer.slice(0, 2)}${id}` })), phones: [home.phone], addresses: [home.address],
      },
    };
    this.town.push(who);
    return who;
  }

  private stranger(): Person {
    const sex = this.random() < 0.5 ? 'F' : 'M';
    return { names: [{ family: this.skewed(FAMILIES), given: this.skewed(GIVEN[sex]) }], birthDate: this.day(1930 + Math.floor(this.random() * 90)), sex, identifiers: [], recordNumbers: [], phones: [this.phone()], addresses: [`${this.houses} Nowhere, Northport`] };
  }

  /** A number the person has somewhere: one of a partner, or ours. */
  private numberOf(who: Townsman): { value: string; issuer: string | null } {
    const { identifiers } = who.person;
    return identifiers.length > 0 && this.random() < 0.9 ? this.pick(identifiers) : { value: who.id, issuer: null };
  }

  /** As an older machine writes it: capitals, no accents, middle names as initials or not at all; contact data seldom. */
  private asSent(person: Person, number: { value: string; issuer: string | null } | null): Person {
    const name = person.names[0];
    const [first = '', ...middle] = (name?.given ?? '').split(' ');
    const kept = middle.map((m) => (this.random() < 0.5 ? m.charAt(0) : '')).filter(Boolean);
    const plain = (text: string): string => (this.random() < 0.7 ? text.normalize('NFD').replace(/\p{M}/gu, '').replace('’', "'").toUpperCase() : text);
    const sent: NameForm = { family: plain(name?.family ?? ''), given: plain([first, ...kept].join(' ')), ...(name?.suffix && this.random() < 0.5 ? { suffix: name.suffix } : {}) };
    const contact = this.random() < 0.1;
    return {
      names: [sent], birthDate: person.birthDate, sex: this.random() < 0.98 ? person.sex : 'O', phones: contact ? person.phones : [], addresses: contact ? person.addresses : [],
      identifiers: number?.issuer ? [{ value: number.value, issuer: number.issuer }] : [], recordNumbers: number && !number.issuer ? [number.value] : [],
    };
  }

  private misspelt(person: Person): Person {
    const name = person.names[0] ?? { family: '', given: '' };
    const part = this.random() < 0.5 ? 'family' : 'given';
    const at = 1 + Math.floor(this.random() * Math.max(1, name[part].length - 2));
    const text = name[part];
    return { ...person, names: [{ ...name, [part]: `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}` }] };
  }

  private renamed(person: Person): Person {
    const name = person.names[0] ?? { family: '', given: '' };
    return { ...person, names: [{ ...name, family: this.pick(FAMILIES) }] };
  }

  private wrongDate(date: string): string {
    const [year = '', month = '', day = ''] = date.split('-');
    return Number(day) <= 12 && this.random() < 0.5 ? `${year}-${day}-${month}` : `${year}-${month}-${String((Number(day) % 28) + 1).padStart(2, '0')}`;
  }

  private day(year: number): string {
    return `${year}-${String(1 + Math.floor(this.random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(this.random() * 28)).padStart(2, '0')}`;
  }

  private phone(): string {
    return `+1 555 ${String(Math.floor(this.random() * 1e7)).padStart(7, '0')}`;
  }

  private pick<T>(from: readonly T[]): T {
    const item = from[Math.floor(this.random() * from.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** The first names of a list are the common ones. */
  private skewed(from: readonly string[]): string {
    return from[Math.floor(this.random() ** 2 * from.length)] ?? '';
  }
}

const calledBy = (who: Townsman): string => who.person.names[0]?.given.split(' ')[0] ?? '';

function exchanged(person: Person): Person {
  const name = person.names[0] ?? { family: '', given: '' };
  return { ...person, names: [{ ...name, family: name.given, given: name.family }] };
}
