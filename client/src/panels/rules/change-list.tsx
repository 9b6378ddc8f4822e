import { Trans } from '@lingui/react/macro';
import type { FieldChange } from './rule-diff.ts';

/** Field by field: struck what it was, bold what it is. */
export function ChangeList({ changes }: { changes: readonly FieldChange[] }) {
  if (changes.length === 0)
    return (
      <p className="muted">
        <Trans>Không khác gì.</Trans>
      </p>
    );
  return (
    <dl className="rule-changes">
      {changes.map(({ path, before, after }) => (
        <div key={path}>
          <dt>
            <code>{path}</code>
          </dt>
          <dd>
            {before !== undefined && <del>{shown(before)}</del>}{' '}
            {after !== undefined && <ins>{shown(after)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
