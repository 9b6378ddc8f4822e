import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Text } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useAnswer } from '../live/use-answer.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { formatNumber, NO_VALUE } from '../ui/format.ts';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { Panel } from '../ui/panel.tsx';
import { shownUnit } from '../ui/shown-unit.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import './systems-panel.css';

interface SystemRow {
  number: number;
  code: string;
  name: Text;
  status: 'connected' | 'silent' | 'never-heard' | 'own';
  silentAfterMs: number | null;
  lastEvent: string | null;
  headline: { code: string; name: Text; unit: string; value: number | null }[];
}

const EVERY_MS = 30_000;

/** The thirteen systems of the city's plan, each with its first figure; what is silent or was never heard says so. */
export function SystemsPanel() {
  const { api } = useCentre();
  const question = useCallback(() => api.get<{ items: SystemRow[] }>('/systems'), [api]);
  const { value, problem } = useAnswer(question, EVERY_MS);
  return (
    <Panel
      className="systems"
      title={<Trans>Các hệ thống của thành phố</Trans>}
      isStale={problem !== null && value !== null}
      marks={problem !== null && <code>{problem.code}</code>}
    >
      {value === null ? (
        <EmptyNote>
          {problem === null ? <Trans>Đang hỏi…</Trans> : <Trans>Chưa hỏi được các hệ thống.</Trans>}
        </EmptyNote>
      ) : (
        <ol className="system-rows">
          {value.items.map((system) => (
            <SystemLine key={system.code} system={system} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function SystemLine({ system }: { system: SystemRow }) {
  const { t } = useLingui();
  const locale = useLocale();
  const figure = system.headline[0];
  const isHeard = system.status === 'connected' || system.status === 'own';
  const named = figure === undefined ? '' : inLocale(figure.name, locale);
  const said = isHeard
    ? figure === undefined
      ? t`chưa có số liệu`
      : figure.value === null
        ? t`${named}: chưa đủ số liệu`
        : named
    : system.status === 'silent'
      ? t`im lặng`
      : t`chưa kết nối`;
  return (
    <li className={`system-row ${isHeard ? '' : 'is-silent'}`}>
      <b className="num">{system.number}</b>
      <span className="system-name clip">{inLocale(system.name, locale)}</span>
      <span className="system-said clip">{said}</span>
      <strong className="num">
        {isHeard && figure !== undefined && figure.value !== null
          ? `${formatNumber(figure.value, decimalsOf(figure.value), locale)} ${shownUnit(figure.unit)}`
          : NO_VALUE}
      </strong>
      {system.lastEvent !== null && system.silentAfterMs !== null && (
        <FreshMark eventTimeMs={Date.parse(system.lastEvent)} periodMs={system.silentAfterMs / 2} />
      )}
    </li>
  );
}

/** Shares and small means need a digit behind the comma, counts none. */
function decimalsOf(value: number): number {
  return Number.isInteger(value) || Math.abs(value) >= 1_000 ? 0 : 1;
}
