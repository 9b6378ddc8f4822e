/** The realm that a page shows: `live`, or the exercise that its address names. One page, one realm, from its start to its end. */
export const LIVE = 'live';

/** What the address asks for; what is no realm is asked for as it stands, so that it is refused and never taken for `live`. */
export function realmIn(search: string): string {
  const realm = new URLSearchParams(search).get('realm');
  return realm === null || realm === '' ? LIVE : realm;
}

/** A path of this site, with its question, in the realm. */
export function withRealm(path: string, realm: string): string {
  const [address = '', hash] = path.split('#', 2);
  const [plain = '', question = ''] = address.split('?', 2);
  const query = new URLSearchParams(question);
  query.delete('realm');
  // Written as people read it: a colon needs no escaping in a question.
  const own = realm === LIVE ? [] : [`realm=${encodeURIComponent(realm).replaceAll('%3A', ':')}`];
  const all = [...(query.size > 0 ? [query.toString()] : []), ...own].join('&');
  return `${plain}${all === '' ? '' : `?${all}`}${hash === undefined ? '' : `#${hash}`}`;
}

/** What people call an exercise: its id. */
export function realmName(realm: string): string {
  return realm.replace(/^exercise:/, '');
}
