/**
 * A CAP 1.2 message (OASIS CAP-v1.2, 1 July 2010) as it is read; 1.1 differs in nothing that is used here. Element names are those
 * of the standard. Empty optional elements count as absent: real senders write them.
 */
export interface CapAlert {
  identifier: string;
  sender: string;
  /** Epoch milliseconds. */
  sentMs: number;
  status: CapStatus;
  msgType: CapMessageType;
  scope: CapScope;
  note?: string;
  references: CapReference[];
  infos: CapInfo[];
}

export interface CapReference {
  sender: string;
  identifier: string;
  sentMs: number;
}

export interface CapInfo {
  /** RFC 3066; the standard's default is `en-US`. */
  language: string;
  categories: string[];
  event: string;
  responseTypes: string[];
  urgency: CapUrgency;
  severity: CapSeverity;
  certainty: CapCertainty;
  effectiveMs?: number;
  onsetMs?: number;
  expiresMs?: number;
  senderName?: string;
  headline?: string;
  description?: string;
  instruction?: string;
  areas: CapArea[];
}

/** Rings and centres are `[longitude, latitude]`: CAP writes them the other way round. */
export interface CapArea {
  areaDesc: string;
  polygons: (readonly [number, number])[][];
  circles: { centre: readonly [number, number]; radiusKm: number }[];
}

export const CAP_STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
export type CapStatus = (typeof CAP_STATUSES)[number];
export const CAP_MESSAGE_TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
export type CapMessageType = (typeof CAP_MESSAGE_TYPES)[number];
export const CAP_SCOPES = ['Public', 'Restricted', 'Private'] as const;
export type CapScope = (typeof CAP_SCOPES)[number];
export const CAP_CATEGORIES = [
  ...['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE'],
  'Other',
] as const;
export const CAP_URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export type CapUrgency = (typeof CAP_URGENCIES)[number];
export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
export type CapSeverity = (typeof CAP_SEVERITIES)[number];
export const CAP_CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;
export type CapCertainty = (typeof CAP_CERTAINTIES)[number];
