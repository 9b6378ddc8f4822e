import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { IncidentRecord } from '@metropane/live-state';
import { Link } from 'wouter';

const KIND_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  related: msg`liên quan tới`,
  'caused-by': msg`do gây ra bởi`,
  'merged-into': msg`đã gộp vào`,
  'merged-from': msg`đã nhận gộp từ`,
  'split-into': msg`đã tách ra`,
  'split-from': msg`được tách từ`,
};

/** The incidents that people, merging or splitting tied to this one; nothing where there are none. */
export function LinksLine({ incident: { links = [] } }: { incident: IncidentRecord }) {
  const { i18n } = useLingui();
  if (links.length === 0) return null;
  return (
    <p className="links-line">
      <b>
        <Trans>Liên kết</Trans>
      </b>{' '}
      {links.map(({ incidentId, kind, by }) => {
        const words = KIND_WORDS[kind];
        return (
          <span key={`${kind} ${incidentId}`}>
            {words === undefined ? kind : i18n._(words)}{' '}
            <Link href={`/desk/incidents/${incidentId}`}>{incidentId}</Link> ({by})
          </span>
        );
      })}
    </p>
  );
}
