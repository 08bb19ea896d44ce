// Which thing stands behind the id of an address. A route that fits no row fails the proof: whoever adds a route says here what it opens.
import type { Route } from '../../docs/routes';
import type { Kind } from './things';

/** `none`: the address names nothing (a list, a search, the house). `elsewhere`: its things are walked by the specs of their own slice, named here. */
type Behind = Kind | 'none' | 'elsewhere';

const ROWS: readonly (readonly [pattern: RegExp, behind: Behind])[] = [
  [/^[^:]*$/, 'none'],
  [/^\/api\/v1\/inbound\/:id(\/|$)/, 'inbound'],
  [/^\/api\/v1\/exams\/:id\/match$/, 'inbound'],
  [/^\/api\/v1\/exams\/:examId\/(instances|archive-priors)(\/|$)/, 'inbound'],
  [/^\/api\/v1\/retention\/exams\/:id(\/|$)/, 'inbound'],
  [/^\/api\/v1\/matches\/:id\//, 'match'],
  [/^\/api\/v1\/overreads\/:id(\/|$)/, 'overread'],
  [/^\/api\/v1\/cases\/:id(\/|$)/, 'case'],
  [/^\/api\/v1\/requests\/:id(\/|$)/, 'requestOut'],
  [/^\/api\/v1\/requests-in\/:id(\/|$)/, 'requestIn'],
  // asked of each exam on the disc: apps/api/src/sends/disc.db-spec.ts
  [/^\/api\/v1\/sends\/:id\/disc\./, 'elsewhere'],
  [/^\/api\/v1\/sends\/:id(\/|$)/, 'send'],
  [/^\/api\/v1\/parcels\/:id(\/|$)/, 'parcel'],
  // by link: each route against a link of somebody else, apps/api/src/uploads
  [/^\/api\/v1\/(upload-links|awaited-discs)\/:id\//, 'elsewhere'],
  // what patients asked by themselves, as everybody sees it and not, and the lines they may ask: apps/api/src/opinions
  [/^\/api\/v1\/(opinions\/:id|opinion-lines\/:line)(\/|$)/, 'elsewhere'],
  [/^\/api\/v1\/uploads\/parcels\/:id\//, 'elsewhere'],
  [/^\/api\/v1\/holds\/:id(\/|$)/, 'hold'],
  [/^\/api\/v1\/dispositions\/:id(\/|$)/, 'disposition'],
  [/^\/api\/v1\/people\/:id(\/|$)/, 'person'],
  // apps/api/src/dicomweb/access.db-spec.ts, with real images
  [/^\/api\/v1\/dicomweb\//, 'elsewhere'],
  // movements, call-backs and registrations need what came before them: apps/api/src/transfers, identity
  [/^\/api\/v1\/(transfers|recalls|registrations)\/:id(\/|$)/, 'elsewhere'],
  [/^\/api\/v1\/retention\/purges\/:id\//, 'elsewhere'],
  // policies hold no patient data and are not of a facility: apps/api/src/policies/governance.db-spec.ts
  [/^\/api\/v1\/(policies|ballots|committees|replays|decisions|mandates|arbitrations)\/:id(\/|$)/, 'elsewhere'],
  [/^\/api\/v1\/policies\/lines\/:line$/, 'elsewhere'],
  [/^\/api\/v1\/(appointments|boards|request-templates|standing-lists)\/:id(\/|$)/, 'elsewhere'],
  [/^\/api\/v1\/case-templates\/:useCase$/, 'elsewhere'],
  [/^\/api\/v1\/sends\/refusals\/:id\//, 'elsewhere'],
  [/^\/api\/v1\/notices\//, 'elsewhere'],
  // a line is tested and configured through its own slice: apps/api/src/facilities
  [/^\/api\/v1\/endpoints\/:id(\/|$)/, 'elsewhere'],
  [/^\/api\/v1\/facilities\/:id$/, 'facility'],
  // one door for all stages, and each stage asks for an ability of its own
  [/^\/api\/v1\/facilities\/:id\//, 'elsewhere'],
  [/^\/api\/v1\/(partner-links|campaigns|radar)\//, 'elsewhere'],
  // members are narrowed to those a person may see: apps/api/src/facilities/networks
  [/^\/api\/v1\/networks\/:id$/, 'elsewhere'],
  // milestones, channels and owners hold no patient data; figures are narrowed to what a person may see: apps/api/src/programme
  [/^\/api\/v1\/programme\//, 'elsewhere'],
  // opened by one person and judged by another: apps/api/src/breakglass
  [/^\/api\/v1\/breakglass\//, 'elsewhere'],
  // accounts and their roles: apps/api/src/access-reviews; one's own: apps/api/src/people/delegation
  [/^\/api\/v1\/(access-reviews|account\/delegations)\//, 'elsewhere'],
  // rotas and swaps hold no patient data: apps/api/src/duty
  [/^\/api\/v1\/(duty|handovers)\//, 'elsewhere'],
];

/** What the route opens, or null when nobody said. */
export const behind = (route: Route): Behind | null => ROWS.find(([pattern]) => pattern.test(route.path))?.[1] ?? null;

/** Routes whose answer to somebody who may is not about the thing alone: something below it, or named in the body, is missing here, or only its maker goes on; then 404 says nothing. */
const BELOW: readonly RegExp[] = [/documents\/:n/, /compare\/:patient/, /:sopUid/, /:copyId/, /certificate$/, /release-preview$/, /\/bytes$/, /blast-list$/, /\/link$/, /\/add-exams$/, /\/dismiss$/, /\/links\/:linkId\//, /\/record-arrival$/, /parcels\/:id\/cancel$/];
export const endsBelow = (route: Route): boolean => BELOW.some((pattern) => pattern.test(route.path));

/** Abilities of which one shows that a thing of this kind exists: who has one may be told which right is missing, everybody else is told nothing. */
export const shows: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  inbound: ['exam.list'], match: ['exam.list', 'match.accept'], overread: ['exam.list'], send: ['exam.list'],
  case: ['case.work', 'case.decide'], requestOut: ['requestOut.create', 'requestOut.log', 'requestOut.approve', 'requestOut.link'], requestIn: ['requestIn.answer', 'requestIn.decline', 'requestIn.approve', 'requestIn.create'],
};
