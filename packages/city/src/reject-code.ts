/** Why a message or an item was refused at the door (CONTRACT "Refused"). Closed: a new code is a new contract. */
export const REJECT_CODES = [
  'malformed',
  'schema',
  'no-time',
  'future',
  'oversize',
  'not-finite',
  'unknown-unit',
  'unknown-topic',
  'forbidden',
  'unsafe',
  'shed',
] as const;

export type RejectCode = (typeof REJECT_CODES)[number];
