/** What a message may be about; what a target's `only.events` names. */
export const DELIVERY_EVENTS = [
  'alarm-raised',
  'alarm-changed',
  'incident-opened',
  'incident-changed',
  'incident-closed',
  'cap-issued',
] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** What a target is told when it names no events: what somebody outside may have to act upon. */
export const USUAL_EVENTS: readonly DeliveryEvent[] = [
  'alarm-raised',
  'incident-opened',
  'incident-closed',
  'cap-issued',
];
