/** JSON with keys in code-unit order: what was restored or parsed may hold its fields in another order than what was made. */
export function canonicalText(value: object): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
