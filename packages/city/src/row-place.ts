/**
 * A domain and entity that rows name again and again. It remembers its string indexes in the frame being built, and the number
 * that the reader of the frames gave to the entity: both spare look-ups for every row. Make it with `makeRowPlace` and keep it
 * with whatever finds the entity (a topic, a series).
 */
export interface RowPlace {
  readonly domain: string;
  readonly entity: string;
  /** Which frame the indexes belong to; the builders' own. */
  frame: number;
  domainIndex: number;
  entityIndex: number;
  /** Whose number it is, and the number: the reader's own. */
  reader: object | null;
  number: number;
}

export function makeRowPlace(domain: string, entity: string): RowPlace {
  return { domain, entity, frame: -1, domainIndex: 0, entityIndex: 0, reader: null, number: 0 };
}
