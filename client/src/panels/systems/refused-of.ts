/** A refused message, as far as a system is told by it. */
export interface RefusedMessage {
  topic: string;
  code: string;
  detail: string;
  arrival: string;
}

/** The newest refused message on a topic of the system (`…/case/{system}`, `…/indicator/{system}/…`); null: none of these. */
export function refusedOf(items: readonly RefusedMessage[], system: string): RefusedMessage | null {
  return items.find(({ topic }) => isOf(topic, system)) ?? null;
}

function isOf(topic: string, system: string): boolean {
  const parts = topic.split('/');
  const at = parts.findIndex((part) => part === 'case' || part === 'indicator');
  return at >= 0 && parts[at + 1] === system;
}
