import { Trans, useLingui } from '@lingui/react/macro';
import type { Colleague } from '../../live/presence.ts';

/** Who else looks at this incident, by the initials of their post; a ring means that they write. Nothing while nobody does. */
export function PresenceMarks({ colleagues }: { colleagues: readonly Colleague[] }) {
  const { t } = useLingui();
  if (colleagues.length === 0) return null;
  return (
    <ul className="presence" aria-label={t`Cũng đang xem`}>
      {colleagues.map(({ id, name, role, isTyping }) => (
        <li key={id} className={isTyping ? 'is-typing' : ''} title={`${name} · ${role}`}>
          <span aria-hidden="true">{initials(name)}</span>
          <span className="sr-only">{name}</span>
        </li>
      ))}
    </ul>
  );
}

/** Who writes a note here now, in words. */
export function PresenceTyping({ colleagues }: { colleagues: readonly Colleague[] }) {
  const writing = colleagues.filter(({ isTyping }) => isTyping);
  if (writing.length === 0) return null;
  const names = writing.map(({ name }) => name).join(', ');
  return (
    <span className="presence-typing" role="status">
      <Trans>{names} đang ghi</Trans>
    </span>
  );
}

/** `Điều phối 5` → `Đ5`, `Bàn 2` → `B2`. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}
