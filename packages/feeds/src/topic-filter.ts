/** True if `filter` is a legal MQTT filter: `+` fills a level, `#` ends it. */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0 || filter.length > 1024 || filter.includes('\u0000')) return false;
  const levels = filter.split('/');
  return levels.every(
    (level, index) =>
      level === '+' ||
      (level === '#' && index === levels.length - 1) ||
      (!level.includes('+') && !level.includes('#')),
  );
}

/**
 * True if `topic` matches the MQTT `filter` (3.1.1, section 4.7): `+` is one level, also an empty one; a final `#` is the
 * parent and everything below; a filter that starts with a wildcard does not match `$…`.
 */
export function matchesTopicFilter(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (let index = 0; index < wanted.length; index++) {
    const level = wanted[index];
    if (level === '#') return true;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
    if (index === levels.length - 1 && wanted[index + 1] === '#' && wanted.length === index + 2) return true;
  }
  return wanted.length === levels.length;
}
