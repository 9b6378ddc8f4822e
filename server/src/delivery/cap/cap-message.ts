import { reportCategory } from '@metropane/city';
import type { CapCertainty, CapUrgency } from '@metropane/feeds';
import type { Incident } from '@metropane/incidents';
import type { Realm } from '../../access/principal.ts';
import { capStatusOf } from './cap-status.ts';
import { toCapTime, toXml, type XmlPart } from './cap-xml.ts';

type Name = { vi: string; en: string };

/** Whom a message speaks for; one per centre. */
export interface CapSender {
  /** No blanks, commas, `<`, `&`: normally an address or a domain name. */
  sender: string;
  senderName: Name;
  /** IANA zone that times are written in. */
  zone: string;
}

/** What names an earlier message for ever. */
export interface CapIdentity {
  sender: string;
  identifier: string;
  sentMs: number;
}

/** What the person who issues it has written. Texts are theirs: nothing of a report is repeated unread. */
export interface CapWording {
  headline: Name;
  description: Name;
  instruction?: Name;
  area: CapOutArea;
  certainty: CapCertainty;
  /** Absent: by the incident's urgency. */
  urgency?: CapUrgency;
  expiresMs: number;
}

/** `polygon`: closed ring of at least four `[longitude, latitude]`; `circle`: centre likewise, radius in km. */
export interface CapOutArea {
  name: Name;
  polygon?: readonly (readonly [number, number])[];
  circle?: { centre: readonly [number, number]; radiusKm: number };
}

export interface CapMessage {
  realm: Realm;
  incident: Pick<Incident, 'id' | 'category' | 'priority' | 'state' | 'simulated'> &
    Partial<Pick<Incident, 'severity' | 'urgency'>>;
  from: CapSender;
  identity: CapIdentity;
  /** Every message of the incident so far, oldest first: a change is a new message that supersedes them. */
  earlier: readonly CapIdentity[];
  isCancel: boolean;
  wording: CapWording;
}

const MARK: Record<'Exercise' | 'Test' | 'Actual', Name | null> = {
  Exercise: { vi: 'DIỄN TẬP', en: 'EXERCISE' },
  Test: { vi: 'THỬ NGHIỆM', en: 'TEST' },
  Actual: null,
};
const SEVERITY = { 1: 'Extreme', 2: 'Severe', 3: 'Moderate', 4: 'Minor' } as const;
const URGENCY = { immediate: 'Immediate', 'within-hour': 'Expected', 'within-day': 'Future' } as const;

/** CAP 1.2 as one XML document, in the element order of the standard. Pure: equal messages give equal bytes. */
export function capAlertOf(message: CapMessage): string {
  const { realm, incident, from, identity, earlier, isCancel } = message;
  const status = capStatusOf(realm, incident.simulated);
  const mark = MARK[status];
  const references = earlier.map(
    (one) => `${one.sender},${one.identifier},${toCapTime(one.sentMs, from.zone)}`,
  );
  const alert: XmlPart = [
    'alert',
    [
      ['identifier', identity.identifier],
      ['sender', identity.sender],
      ['sent', toCapTime(identity.sentMs, from.zone)],
      ['status', status],
      ['msgType', messageTypeOf(message)],
      ['scope', 'Public'],
      mark === null ? null : ['note', `${mark.vi} / ${mark.en}`],
      references.length === 0 ? null : ['references', references.join(' ')],
      ['incidents', incident.id],
      ...(['vi', 'en'] as const).map((language) => infoOf(message, { language, mark, isCancel })),
    ],
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(alert)}`;
}

function messageTypeOf({ earlier, isCancel }: CapMessage): 'Alert' | 'Update' | 'Cancel' {
  if (earlier.length === 0) return 'Alert';
  return isCancel ? 'Cancel' : 'Update';
}

function infoOf(
  { incident, from, identity, wording }: CapMessage,
  { language, mark, isCancel }: { language: 'vi' | 'en'; mark: Name | null; isCancel: boolean },
): XmlPart {
  const prefix = mark === null ? '' : `[${mark[language]}] `;
  const { instruction } = wording;
  return [
    'info',
    [
      ['language', language === 'vi' ? 'vi-VN' : 'en-US'],
      ['category', capCategoryOf(incident.category)],
      ['event', `${prefix}${reportCategory(incident.category)?.name[language] ?? incident.category}`],
      ['responseType', isCancel ? 'AllClear' : 'Monitor'],
      ['urgency', isCancel ? 'Past' : (wording.urgency ?? URGENCY[incident.urgency ?? 'within-hour'])],
      ['severity', SEVERITY[incident.severity ?? incident.priority]],
      ['certainty', wording.certainty],
      ['effective', toCapTime(identity.sentMs, from.zone)],
      ['expires', toCapTime(wording.expiresMs, from.zone)],
      ['senderName', from.senderName[language]],
      ['headline', `${prefix}${wording.headline[language]}`],
      ['description', wording.description[language]],
      instruction === undefined ? null : ['instruction', instruction[language]],
      areaOf(wording.area, language),
    ],
  ];
}

function areaOf({ name, polygon, circle }: CapOutArea, language: 'vi' | 'en'): XmlPart {
  const pair = ([lon, lat]: readonly [number, number]): string => `${lat},${lon}`;
  return [
    'area',
    [
      ['areaDesc', name[language]],
      polygon === undefined ? null : ['polygon', polygon.map(pair).join(' ')],
      circle === undefined ? null : ['circle', `${pair(circle.centre)} ${circle.radiusKm}`],
    ],
  ];
}

const CATEGORY: Readonly<Record<string, string>> = {
  fire: 'Fire',
  explosion: 'Fire',
  'gas-leak': 'CBRNE',
  medical: 'Health',
  rescue: 'Rescue',
  'building-collapse': 'Rescue',
  crowd: 'Safety',
  'public-order': 'Security',
  cyber: 'Security',
  'traffic-accident': 'Transport',
  'traffic-jam': 'Transport',
  'traffic-signal': 'Transport',
  'road-works': 'Transport',
  'road-damage': 'Transport',
  'public-transport': 'Transport',
  flood: 'Met',
  tide: 'Met',
  storm: 'Met',
  landslide: 'Geo',
  power: 'Infra',
  'water-supply': 'Infra',
  'water-pressure': 'Infra',
  'water-leak': 'Infra',
  sewer: 'Infra',
  lighting: 'Infra',
  'system-fault': 'Infra',
  air: 'Env',
  'water-pollution': 'Env',
  noise: 'Env',
  waste: 'Env',
  'tree-fall': 'Safety',
};

/** CAP's own category of a report category; `Other` where none fits. */
function capCategoryOf(category: string): string {
  return CATEGORY[category] ?? 'Other';
}
