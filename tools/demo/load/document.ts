// What the exchange must know before the first exam comes: who takes part, how they are connected on loopback, and who signs in.
import { type Issuer, type Writer } from '../processes/his/segments';
import { facilityOf, type Facility, type StaffMember, type World } from '../world/index';
import { breastCommittee, imagingCommittee } from './committee';
import { opinionLines } from './opinion-lines';
import { rotas } from './rotas';
import { campaigns, commitments, milestones, otherChannels, otherKeys, otherPartners, relationTo } from './relations';
import { linesOf, subspecialtiesOf } from './service-lines';

export interface Ports {
  readonly pacs: number;
  readonly his: number;
  readonly ris: number;
  /** Archives of partners we send to, by the partner's key. */
  readonly partners?: ReadonlyMap<string, number>;
  /** Folder discs for those are put into who have no line. */
  readonly discs?: string;
}

/** Partners that take exams from us, and those whose agreement lets their exams be sent on. */
export const TAKING: readonly string[] = ['STMARY', 'HARBOR'];
const OPEN_TERMS: ReadonlySet<string> = new Set(['STMARY', 'HARBOR', 'LAKEVIEW', 'VALLEY']);

/** Title of the archive for what is not radiology: the same program, as in many houses. */
export const VNA_TITLE = 'WESTVNA';
const LOOPBACK = ['127.0.0.1', '::1'];

type Endpoint = Readonly<Record<'facility' | 'kind' | 'direction' | 'purpose' | 'label', string>> & {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly calling: string | null;
  readonly addresses: readonly string[];
};

/** The document `causeway demo load` takes. `ourTitle` is the AE title of the exchange. */
export function documentOf(world: World, ports: Ports, ourTitle: string): unknown {
  return {
    facilities: [...world.facilities.map((f) => ({
      key: f.key, name: f.name, kind: f.kind, status: f.status, tier: f.tier, host: f.key === world.site.key, issuerOid: f.patientIssuer,
      ...(f.key === world.site.key ? {} : { redisclosure: OPEN_TERMS.has(f.key) ? 'allowed' : 'ask', relation: relationTo(f) }),
    })), ...otherPartners()],
    endpoints: [...ownEndpoints(world, ports, ourTitle), ...world.facilities.filter((f) => f.key !== world.site.key).flatMap((f) => [...partnerEndpoints(world, f), ...archiveOf(f, ports, ourTitle)])],
    people: world.staff.map((member) => person(world, member)),
    committees: [imagingCommittee, breastCommittee],
    rotas,
    opinionLines,
    programme: { campaigns, commitments, milestones, channels: otherChannels },
  };
}

function ownEndpoints(world: World, ports: Ports, ourTitle: string): Endpoint[] {
  const { site } = world;
  const archive = (purpose: string, label: string, calledAeTitle: string): Endpoint => ({
    facility: site.key, kind: 'dimse', direction: 'out', purpose, label, calling: null, addresses: [],
    settings: { host: '127.0.0.1', port: ports.pacs, calledAeTitle, callingAeTitle: ourTitle },
  });
  const messages = (purpose: string, label: string, port: number, [receivingApplication, receivingFacility]: readonly [string, string]): Endpoint => ({
    facility: site.key, kind: 'hl7v2', direction: 'out', purpose, label, calling: null, addresses: [],
    settings: { host: '127.0.0.1', port, receivingApplication, receivingFacility },
  });
  return [
    archive('pacs', 'PACS', site.aeTitles.pacs),
    archive('vna', 'Archive for photographs and documents', VNA_TITLE),
    ...(ports.discs === undefined ? [] : [{
      facility: site.key, kind: 'media', direction: 'out', purpose: 'disc', label: 'Disc burner', calling: null, addresses: [], settings: { folder: ports.discs, format: 'iso', from: site.name },
    }]),
    messages('orders', 'RIS, orders', ports.ris, site.hl7.ris),
    messages('reports', 'RIS, reports', ports.ris, site.hl7.ris),
    messages('adt-out', 'HIS, registrations', ports.his, site.hl7.adt),
    { facility: site.key, kind: 'hl7v2', direction: 'in', purpose: 'adt', label: 'HIS, patients', settings: {}, calling: site.hl7.adt.join('|'), addresses: LOOPBACK },
    { facility: site.key, kind: 'hl7v2', direction: 'in', purpose: 'appointments', label: 'HIS, appointments', settings: {}, calling: site.hl7.adt.join('|'), addresses: LOOPBACK },
  ];
}

/** Every AE title a partner calls from, and its report sender. */
function partnerEndpoints(world: World, partner: Facility): Endpoint[] {
  const calls = world.exams.filter((e) => e.facility === partner.key).flatMap((e) => e.deliveries.map((d) => d.callingAeTitle));
  const titles = [...new Set([partner.aeTitle, ...calls, ...partner.devices.map((d) => d.aeTitle)])];
  const images = titles.map((title): Endpoint => ({
    facility: partner.key, kind: 'dimse', direction: 'in', purpose: 'images', label: title === partner.aeTitle ? 'Images' : `Images, ${title}`,
    settings: {}, calling: title, addresses: LOOPBACK,
  }));
  const [application, facility] = reportSender(partner);
  return [...images, { facility: partner.key, kind: 'hl7v2', direction: 'in', purpose: 'reports', label: 'Reports', settings: {}, calling: `${application}|${facility}`, addresses: LOOPBACK }];
}

/** The line to a partner's own archive, where the demonstration has one. */
function archiveOf(partner: Facility, ports: Ports, ourTitle: string): Endpoint[] {
  const port = ports.partners?.get(partner.key);
  if (port === undefined) return [];
  return [{
    facility: partner.key, kind: 'dimse', direction: 'out', purpose: 'images', label: 'Their archive', calling: null, addresses: [], settings: { host: '127.0.0.1', port, calledAeTitle: partner.aeTitle, callingAeTitle: ourTitle },
  }];
}

/** MSH-3 and MSH-4 of a partner's radiology system. */
export const reportSender = (partner: Facility): readonly [string, string] => [`${partner.key}_RIS`, partner.key];

/** A partner's people see their own facility alone; the host's see the host's and all partners'. */
function person(world: World, member: StaffMember): unknown {
  const everywhere = [...world.facilities.map((f) => f.key), ...otherKeys];
  return {
    username: member.username, name: member.name, title: member.title, roles: member.roles,
    facilities: member.facilities.includes('*') ? everywhere : member.roles.every((r) => r === 'pu') ? member.facilities : [world.site.key, ...member.facilities],
    serviceLines: linesOf(member), subspecialties: subspecialtiesOf(member),
  };
}

/** How the host's registration system writes. An authority it has no record of is named as it was told. */
export function writerOf(world: World): Writer {
  const issuerOf = (key: string): Issuer => {
    const known = world.facilities.find((f) => f.key === key);
    return { namespace: key, oid: known ? facilityOf(key).patientIssuer : '' };
  };
  return { zone: world.site.zone, from: world.site.hl7.adt, to: world.site.hl7.causeway, host: issuerOf(world.site.key), issuerOf };
}
