import type { CheckedFile } from './checked-file.ts';

/** `validTo` is exclusive; absent bounds are open. Dates are `YYYY-MM-DD`, which compare as text. */
export type Dated = { readonly validFrom?: string | undefined; readonly validTo?: string | undefined };

/** True when `date` lies in the edition. */
export function isInForce({ validFrom, validTo }: Dated, date: string): boolean {
  return (validFrom === undefined || validFrom <= date) && (validTo === undefined || date < validTo);
}

/** Adds a fault where an edition ends before it starts, or where two of them hold on the same day. */
export function checkEditions(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  editions: readonly Dated[],
  pathOf: (edition: number) => readonly PropertyKey[],
): void {
  editions.forEach(({ validFrom = '', validTo = '9999' }, e) => {
    if (validTo <= validFrom)
      file.fault('schema', pathOf(e), `must end (validTo) after it starts on ${validFrom}`);
    const rival = editions.findIndex(
      (other, o) => o < e && (other.validFrom ?? '') < validTo && validFrom < (other.validTo ?? '9999'),
    );
    if (rival >= 0)
      file.fault('schema', pathOf(e), `holds on the same days as edition ${rival + 1} of the same list`);
  });
}
