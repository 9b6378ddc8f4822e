import { err, ok } from '@metropane/base';
import { type Checked, checkLoc, shown } from '../json-field.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import {
  CAP_CERTAINTIES,
  CAP_MESSAGE_TYPES,
  CAP_SCOPES,
  CAP_SEVERITIES,
  CAP_STATUSES,
  CAP_URGENCIES,
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapReference,
} from './cap-alert.ts';
import type { XmlElement } from './xml-tree.ts';

/** What is wrong in a field; caught where the document is read, so that every field needs one line. */
class CapFault extends Error {}

/** The alert of a document, or `schema` with the element that is missing or not as the standard says. */
export function readCapAlert(root: XmlElement): Checked<CapAlert> {
  if (root.name !== 'alert') return err('schema', `expected a CAP alert, got an element ${shown(root.name)}`);
  try {
    return ok({
      identifier: identity(root, 'identifier'),
      sender: identity(root, 'sender'),
      sentMs: time(root, 'sent'),
      status: word(root, 'status', CAP_STATUSES),
      msgType: word(root, 'msgType', CAP_MESSAGE_TYPES),
      scope: word(root, 'scope', CAP_SCOPES),
      ...optionalText(root, 'note'),
      references: readReferences(optional(root, 'references')),
      infos: root.children.filter(({ name }) => name === 'info').map(readInfo),
    });
  } catch (error) {
    if (error instanceof CapFault) return err('schema', error.message);
    throw error;
  }
}

function readInfo(info: XmlElement): CapInfo {
  return {
    language: optional(info, 'language') ?? 'en-US',
    categories: all(info, 'category'),
    event: required(info, 'event'),
    responseTypes: all(info, 'responseType'),
    urgency: word(info, 'urgency', CAP_URGENCIES),
    severity: word(info, 'severity', CAP_SEVERITIES),
    // CAP 1.0 wrote 'Very Likely', and 1.2 asks to read it as 'Likely'.
    certainty:
      optional(info, 'certainty') === 'Very Likely' ? 'Likely' : word(info, 'certainty', CAP_CERTAINTIES),
    ...optionalTime(info, 'effective', 'effectiveMs'),
    ...optionalTime(info, 'onset', 'onsetMs'),
    ...optionalTime(info, 'expires', 'expiresMs'),
    ...optionalText(info, 'senderName'),
    ...optionalText(info, 'headline'),
    ...optionalText(info, 'description'),
    ...optionalText(info, 'instruction'),
    areas: info.children.filter(({ name }) => name === 'area').map(readArea),
  };
}

function readArea(area: XmlElement): CapArea {
  return {
    areaDesc: required(area, 'areaDesc'),
    polygons: all(area, 'polygon').map(readRing),
    circles: all(area, 'circle').map(readCircle),
  };
}

/** `lat,lon lat,lon …`, at least four pairs, the last equal to the first. */
function readRing(text: string): (readonly [number, number])[] {
  const ring = text.split(/\s+/).map(readPair);
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
    throw new CapFault(`polygon: expected at least 4 pairs, the last equal to the first, got ${ring.length}`);
  return ring;
}

function readCircle(text: string): CapArea['circles'][number] {
  const [pair = '', radius = ''] = text.split(/\s+/);
  const radiusKm = Number(radius);
  if (radius === '' || !(radiusKm >= 0) || !Number.isFinite(radiusKm))
    throw new CapFault(`circle: expected lat,lon and a radius in km, got ${shown(text)}`);
  return { centre: readPair(pair), radiusKm };
}

function readPair(text: string): readonly [number, number] {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new CapFault(`expected lat,lon, got ${shown(text)}`);
  const loc = checkLoc(Number(match[2]), Number(match[1]));
  if (!loc.ok) throw new CapFault(loc.message);
  return loc.value;
}

/** `sender,identifier,sent` separated by blanks. Neither may hold a blank or comma by the standard. */
function readReferences(text: string | undefined): CapReference[] {
  if (text === undefined) return [];
  return text.split(/\s+/).map((triple) => {
    const [sender = '', identifier = '', sent = '', ...more] = triple.split(',');
    const sentMs = parseRfc3339(sent);
    if (sender === '' || identifier === '' || Number.isNaN(sentMs) || more.length > 0)
      throw new CapFault(`references: expected sender,identifier,sent, got ${shown(triple)}`);
    return { sender, identifier, sentMs };
  });
}

function optional(element: XmlElement, name: string): string | undefined {
  const text = element.children.find((child) => child.name === name)?.text;
  return text === '' ? undefined : text;
}

function required(element: XmlElement, name: string): string {
  const text = optional(element, name);
  if (text === undefined) throw new CapFault(`${element.name}.${name} is missing`);
  return text;
}

function all(element: XmlElement, name: string): string[] {
  return element.children.filter((child) => child.name === name && child.text !== '').map(({ text }) => text);
}

/** What names a message: no blanks, commas, `<` or `&` by the standard; blanks inside would break references. */
function identity(element: XmlElement, name: string): string {
  const text = required(element, name);
  if (/[\s,<&]/.test(text) || text.length > 256)
    throw new CapFault(
      `${name}: expected up to 256 characters without blanks and commas, got ${shown(text)}`,
    );
  return text;
}

function word<const T extends string>(element: XmlElement, name: string, allowed: readonly T[]): T {
  const text = required(element, name);
  const found = allowed.find((one) => one === text);
  if (found === undefined)
    throw new CapFault(`${element.name}.${name}: expected one of ${allowed.join(', ')}, got ${shown(text)}`);
  return found;
}

function time(element: XmlElement, name: string): number {
  const text = required(element, name);
  const ms = parseRfc3339(text);
  if (Number.isNaN(ms)) throw new CapFault(`${name}: expected a time with offset, got ${shown(text)}`);
  return ms;
}

function optionalTime<K extends string>(element: XmlElement, name: string, key: K): { [P in K]?: number } {
  return optional(element, name) === undefined
    ? {}
    : ({ [key]: time(element, name) } as { [P in K]?: number });
}

function optionalText<K extends string>(element: XmlElement, name: K): { [P in K]?: string } {
  const text = optional(element, name);
  return text === undefined ? {} : ({ [name]: text } as { [P in K]?: string });
}
