import { ROLES } from './principal.ts';
import type { Right } from './roles.ts';
import { RIGHTS } from './roles.ts';

const NAMES: Readonly<Record<Right['kind'], string>> = {
  publish: 'MQTT publish',
  subscribe: 'MQTT subscribe',
  http: 'HTTP',
  socket: 'Socket.IO',
};

/** The table of rights as Markdown, one row per right, one column per role and one for "without sign-in". Ends with a newline. */
export function printRights(rights: readonly Right[] = RIGHTS): string {
  const columns = ['anonymous', ...ROLES] as const;
  const head = `| | right | ${columns.join(' | ')} |`;
  const rule = `|---|---|${columns.map(() => ':-:|').join('')}`;
  const rows = rights.map((right) => {
    const cells = columns.map((column) => (right.roles.includes(column) ? '✓' : ''));
    return `| ${NAMES[right.kind]} | \`${nameOf(right)}\` | ${cells.join(' | ')} |`;
  });
  return [head, rule, ...rows, ''].join('\n');
}

function nameOf(right: Right): string {
  switch (right.kind) {
    case 'publish':
      return right.topic;
    case 'subscribe':
      return right.filters;
    case 'http':
      return `${right.method} ${right.route}`;
    case 'socket':
      return right.event;
  }
}
