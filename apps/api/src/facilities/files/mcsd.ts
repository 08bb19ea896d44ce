import type { FacilityDetail } from '@causeway/contracts';
import * as z from 'zod/mini';
import type { Entry } from './entry';
import type { NewEndpoint } from '../connections/untested';

// IHE mCSD (ITI TF-1: 46): partners as Organization and Location, connections as Endpoint, membership in networks as OrganizationAffiliation. FHIR R4, a Bundle of type collection.

const OID = 'urn:ietf:rfc:3986';
const HCID = 'urn:causeway:home-community';
const KIND = 'urn:causeway:facility-kind';
const TRANSPORT = 'urn:causeway:transport';
const PURPOSE = 'urn:causeway:contact-kind';
/** Extension of an Endpoint: the gateway it stands behind, a Device. */
const BEHIND = 'urn:causeway:gateway';
/** Endpoint connection types of FHIR; DIMSE has none there. */
const CONNECTION: Readonly<Record<string, { system: string; code: string }>> = {
  dicomweb: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'dicom-stow-rs' },
  hl7v2: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7v2-mllp' },
};

export interface KnownEndpoint { readonly id: string; readonly facilityId: string; readonly kind: string; readonly label: string; readonly direction: string; readonly address: string; readonly active: boolean; readonly gatewayId: string | null }

export function writeBundle(facilities: readonly FacilityDetail[], endpoints: readonly KnownEndpoint[], now: string): object {
  const networks = new Map<string, FacilityDetail['networks'][number]>(facilities.flatMap((f) => f.networks.map((n) => [n.name, n] as const)));
  const networkId = (name: string): string => `network-${[...networks.keys()].indexOf(name) + 1}`;
  const oid = (value: string | null): object[] => (value === null ? [] : [{ system: OID, value: `urn:oid:${value}` }]);
  const resources = [
    ...[...networks.values()].map((n) => ({ resourceType: 'Organization', id: networkId(n.name), active: true, name: n.name, identifier: oid(n.oid), type: [{ coding: [{ system: KIND, code: n.kind }] }] })),
    ...facilities.flatMap((f) => [
      {
        resourceType: 'Organization', id: f.id, active: f.state !== 'retired', name: f.name, type: [{ coding: [{ system: KIND, code: f.kind }] }],
        identifier: [...oid(f.oid), ...(f.homeCommunity === null ? [] : [{ system: HCID, value: `urn:oid:${f.homeCommunity}` }])],
        contact: f.contacts.map((c) => ({
          purpose: { coding: [{ system: PURPOSE, code: c.kind }] }, name: { text: c.name },
          telecom: [...(c.phone === '' ? [] : [{ system: 'phone', value: c.phone }]), ...(c.email === '' ? [] : [{ system: 'email', value: c.email }])],
        })),
        endpoint: endpoints.filter((e) => e.facilityId === f.id).map((e) => ({ reference: `Endpoint/${e.id}` })),
      },
      { resourceType: 'Location', id: `location-${f.id}`, status: f.state === 'retired' ? 'inactive' : 'active', name: f.name, address: { text: f.place }, managingOrganization: { reference: `Organization/${f.id}` } },
      ...f.gateways.map((g) => deviceOf(f.id, g)),
      ...f.networks.map((n) => ({ resourceType: 'OrganizationAffiliation', id: `member-${networkId(n.name)}-${f.id}`, active: true, organization: { reference: `Organization/${networkId(n.name)}` }, participatingOrganization: { reference: `Organization/${f.id}` } })),
    ]),
    ...endpoints.map((e) => ({
      resourceType: 'Endpoint', id: e.id, status: e.active ? 'active' : 'off', connectionType: CONNECTION[e.kind] ?? { system: TRANSPORT, code: e.kind }, name: e.label, managingOrganization: { reference: `Organization/${e.facilityId}` },
      payloadType: [{ text: e.direction }], address: e.address, ...(e.gatewayId === null ? {} : { extension: [{ url: BEHIND, valueReference: { reference: `Device/${e.gatewayId}` } }] }),
    })),
  ].map((resource) => (resource.resourceType === 'Organization' && 'identifier' in resource && resource.identifier?.length === 0 ? without(resource, 'identifier') : resource));
  return { resourceType: 'Bundle', type: 'collection', timestamp: now, entry: resources.map((resource) => ({ fullUrl: `urn:causeway:${resource.resourceType}:${String(resource.id)}`, resource })) };
}

/** A gateway as FHIR has it; what is not known is left out. */
function deviceOf(facilityId: string, g: FacilityDetail['gateways'][number]) {
  return {
    resourceType: 'Device', id: g.id, deviceName: [{ name: g.name, type: 'user-friendly-name' }], owner: { reference: `Organization/${facilityId}` }, ...(g.vendor === '' ? {} : { manufacturer: g.vendor }),
    ...(g.product === '' ? {} : { modelNumber: g.product }), ...(g.version === '' ? {} : { version: [{ value: g.version }] }), ...(g.site === '' ? {} : { location: { display: g.site } }), ...(g.keeper === '' ? {} : { contact: [{ system: 'other', value: g.keeper }] }),
  };
}

/** FHIR has no empty arrays. */
function without<T extends object>(resource: T, key: string): T {
  return Object.fromEntries(Object.entries(resource).filter(([k]) => k !== key)) as T;
}

const Text = z.string();
const Reference = z.object({ reference: z.optional(Text), display: z.optional(Text) });
const Telecom = z.object({ system: z.optional(Text), value: z.optional(Text) });
const Coding = z.object({ coding: z.optional(z.array(z.object({ system: z.optional(Text), code: z.optional(Text) }))), text: z.optional(Text) });
const Resource = z.looseObject({
  resourceType: Text, id: z.optional(Text), name: z.optional(z.union([Text, z.looseObject({ text: z.optional(Text) })])), active: z.optional(z.boolean()), status: z.optional(Text),
  identifier: z.optional(z.array(z.object({ system: z.optional(Text), value: z.optional(Text) }))), type: z.optional(z.array(Coding)), address: z.optional(z.unknown()),
  // of an Organization, or the ContactPoint of a Device
  contact: z.optional(z.array(z.extend(Telecom, { purpose: z.optional(Coding), name: z.optional(z.object({ text: z.optional(Text) })), telecom: z.optional(z.array(Telecom)) }))),
  deviceName: z.optional(z.array(z.object({ name: z.optional(Text) }))), owner: z.optional(Reference), manufacturer: z.optional(Text), modelNumber: z.optional(Text), version: z.optional(z.unknown()), location: z.optional(z.unknown()),
  extension: z.optional(z.array(z.looseObject({ url: z.optional(Text), valueReference: z.optional(Reference) }))),
  managingOrganization: z.optional(Reference), organization: z.optional(Reference), participatingOrganization: z.optional(Reference), connectionType: z.optional(z.object({ system: z.optional(Text), code: z.optional(Text) })),
});
type Resource = z.output<typeof Resource>;
const Bundle = z.looseObject({ resourceType: z.literal('Bundle'), entry: z.array(z.looseObject({ fullUrl: z.optional(Text), resource: z.optional(Resource) })).check(z.maxLength(20_000)) });

export function readBundle(text: string): { readonly entries: readonly Entry[]; readonly fault: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { entries: [], fault: 'This is not JSON.' };
  }
  const parsed = Bundle.safeParse(value);
  if (!parsed.success) return { entries: [], fault: `This is not a FHIR Bundle of directory resources. ${parsed.error.issues.slice(0, 3).map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; ')}` };
  const resources = parsed.data.entry.flatMap((e, i) => (e.resource ? [{ resource: e.resource, n: i + 1, names: [`${e.resource.resourceType}/${e.resource.id ?? ''}`, e.fullUrl ?? ''] }] : []));
  const of = (kind: string) => resources.filter((r) => r.resource.resourceType === kind);
  const affiliations = of('OrganizationAffiliation').filter((a) => a.resource.active !== false);
  const networkRefs = new Set(affiliations.map((a) => a.resource.organization?.reference ?? ''));
  const isNetwork = (names: readonly string[]): boolean => names.some((name) => name !== '' && networkRefs.has(name));
  const organizations = of('Organization');
  const entries = organizations.filter((o) => !isNetwork(o.names)).map(({ resource: o, n, names }): Entry => {
    const refers = (r: z.output<typeof Reference> | undefined): boolean => r?.reference !== undefined && names.includes(r.reference);
    const networks = affiliations.filter((a) => refers(a.resource.participatingOrganization)).flatMap((a) => organizations.filter((x) => x.names.includes(a.resource.organization?.reference ?? '')))
      .map(({ resource: x }) => ({ name: nameOf(x), kind: codeOf(x.type, KIND) ?? 'network', oid: oidOf(x, OID) }));
    const location = of('Location').find((l) => refers(l.resource.managingOrganization))?.resource.address as { text?: unknown } | undefined;
    const devices = of('Device').filter((d) => refers(d.resource.owner));
    const oid = oidOf(o, OID);
    const home = oidOf(o, HCID);
    return {
      line: n, faults: [], endpoints: of('Endpoint').filter((e) => refers(e.resource.managingOrganization)).flatMap((e) => endpointOf(e.resource, devices)),
      fields: {
        name: nameOf(o), ...(codeOf(o.type, KIND) ? { kind: codeOf(o.type, KIND) } : {}), ...(typeof location?.text === 'string' ? { place: location.text } : {}), ...(oid ? { oid } : {}), ...(home ? { homeCommunity: home } : {}),
        ...(affiliations.length > 0 ? { networks } : {}), ...(devices.length > 0 ? { gateways: devices.map((d) => gatewayOf(d.resource)) } : {}),
      },
      contacts: (o.contact ?? []).map((c) => ({ kind: codeOf(c.purpose ? [c.purpose] : [], PURPOSE) ?? 'administrative', name: c.name?.text ?? '', phone: telecom(c, 'phone'), email: telecom(c, 'email') })),
    };
  });
  return entries.length === 0 ? { entries, fault: 'There is no Organization in this bundle.' } : { entries, fault: null };
}

const nameOf = (r: Resource): string => (typeof r.name === 'string' ? r.name : '');
const telecom = (c: NonNullable<Resource['contact']>[number], system: string): string => c.telecom?.find((t) => t.system === system)?.value ?? '';
const codeOf = (codes: readonly z.output<typeof Coding>[] | undefined, system: string): string | null => codes?.flatMap((c) => c.coding ?? []).find((c) => c.system === system)?.code ?? null;
const oidOf = (r: Resource, system: string): string | null => r.identifier?.find((i) => i.system === system && i.value?.startsWith('urn:oid:'))?.value?.slice(8) ?? null;

const nameOfDevice = (d: Resource | undefined): string => d?.deviceName?.[0]?.name ?? '';
const shown = (value: unknown, key: string): string => {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof text === 'string' ? text : '';
};
const gatewayOf = (d: Resource): Readonly<Record<string, unknown>> => ({
  name: nameOfDevice(d), vendor: d.manufacturer ?? '', product: d.modelNumber ?? '', version: shown(Array.isArray(d.version) ? d.version[0] : null, 'value'), site: shown(d.location, 'display'), keeper: d.contact?.[0]?.value ?? '',
});

/** A connection we know how to make from an address; others are for people. */
function endpointOf(e: Resource, devices: readonly { readonly resource: Resource; readonly names: readonly string[] }[]): NewEndpoint[] {
  const address = typeof e.address === 'string' ? e.address : '';
  const label = nameOf(e) || 'Connection';
  const behind = e.extension?.find((x) => x.url === BEHIND)?.valueReference?.reference;
  const gateway = nameOfDevice(devices.find((d) => behind !== undefined && d.names.includes(behind))?.resource) || null;
  const dicom = /^dicom:\/\/([^/:]+):(\d{1,5})\/([^/]{1,16})$/.exec(address);
  if (dicom) return [{ kind: 'dimse', label, host: dicom[1] ?? '', port: Number(dicom[2]), aeTitle: decodeURIComponent(dicom[3] ?? ''), gateway }];
  if (e.connectionType?.code?.startsWith('dicom-') && /^https?:\/\//.test(address)) return [{ kind: 'dicomweb', label, url: address, gateway }];
  return [];
}
