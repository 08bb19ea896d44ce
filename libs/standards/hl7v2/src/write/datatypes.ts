/** The data types of `read/datatypes`, written. `null` parts are not sent here: only a whole field can be deleted. */
import {
  type Address, type Authority, type Code, type EntityId, type Identifier, type PersonLocation, type PersonName, type Phone, type StaffName,
} from '../read/datatypes';
import { components, subcomponents, type Er7 } from './er7';

function parts(...values: readonly (string | null)[]): (string | undefined)[] {
  return values.map((value) => value ?? undefined);
}

/** HD as a field. */
export function hdField(of: Authority | null): Er7 {
  return components(...parts(of?.namespace ?? null, of?.universalId ?? null, of?.universalIdType ?? null));
}

/** HD as a component. */
export function hd(of: Authority | null): Er7 {
  return subcomponents(...parts(of?.namespace ?? null, of?.universalId ?? null, of?.universalIdType ?? null));
}

export function cx(id: Identifier): Er7 {
  return components(id.value, undefined, undefined, hd(id.authority), id.type ?? undefined);
}

export function ei(id: EntityId): Er7 {
  const of = id.authority;
  return components(...parts(id.value, of?.namespace ?? null, of?.universalId ?? null, of?.universalIdType ?? null));
}

export function ce(code: Code): Er7 {
  return components(...parts(code.code, code.text, code.system));
}

export function xpn(name: PersonName): Er7 {
  return components(...parts(name.family, name.given, name.middle, name.suffix, name.prefix, null, name.type, name.representation));
}

export function xad(address: Address): Er7 {
  return components(...parts(address.street, address.other, address.city, address.state, address.postalCode, address.country, address.type));
}

/** The number goes to XTN-1, which all versions read, and since 2.3.1 an e-mail address to XTN-4. */
export function xtn(phone: Phone): Er7 {
  const mail = phone.number.includes('@');
  return components(...parts(mail ? null : phone.number, phone.use, phone.equipment, mail ? phone.number : null));
}

export function xcn(person: StaffName): Er7 {
  return components(...parts(person.id, person.family, person.given, person.middle, person.suffix, person.prefix, null, null), hd(person.authority));
}

/** NDL: a staff member as CNN in the first component (OBR-32). */
export function ndl(person: StaffName): Er7 {
  const of = person.authority;
  const name = parts(person.id, person.family, person.given, person.middle, person.suffix, person.prefix, null, null);
  return components(subcomponents(...name, ...parts(of?.namespace ?? null, of?.universalId ?? null, of?.universalIdType ?? null)));
}

export function pl(location: PersonLocation): Er7 {
  return components(...parts(location.pointOfCare, location.room, location.bed, location.facility));
}
