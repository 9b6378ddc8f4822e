import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { Rule } from '@metropane/city';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { searchKey } from '../../live/search-key.ts';
import { useLive } from '../../live/use-live.ts';
import { categoryName } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { rulePriority } from './rule-priority.ts';
import { ruleState } from './rule-answers.ts';
import type { RuleAnswer } from './rule-answers.ts';
import { RULE_STATE_WORDS } from './rule-words.ts';
import './rule-list.css';

/** Every rule: what the centre took out or cannot use first, then by name; how many of its alarms stand now. */
export function RuleList({
  rules,
  counts,
  selectedId,
  onSelect,
}: {
  rules: readonly RuleAnswer[];
  /** Annunciated in the last 24 h by rule; null while nobody has told. */
  counts: ReadonlyMap<string, number> | null;
  selectedId: string | null;
  onSelect: (id: string) => void;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const [search, setSearch] = useState('');
  const standing = useLive(countStanding, STANDING);
  const shown = inOrder(rules).filter(({ rule }) => hasWords(rule, search));
  return (
    <div className="rule-list">
      <input
        id="rule-search"
        className="field"
        type="search"
        value={search}
        aria-label={t`Tìm luật`}
        placeholder={t`Tìm luật, tên hoặc lĩnh vực`}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {shown.length === 0 && (
        <p className="empty-note">
          {rules.length === 0 ? <Trans>Chưa có luật nào.</Trans> : <Trans>Không luật nào khớp.</Trans>}
        </p>
      )}
      <ul>
        {shown.map((answer) => (
          <li key={answer.rule.id}>
            <button
              className="rule-row"
              type="button"
              data-rule={answer.rule.id}
              aria-pressed={answer.rule.id === selectedId}
              onClick={() => onSelect(answer.rule.id)}
            >
              <PriorityGlyph
                priority={rulePriority(answer.rule)}
                look={ruleState(answer) === 'on' ? 'filled' : 'shelved'}
              />
              <span className="rule-name">
                <b>{inLocale(answer.rule.name, locale)}</b>
                <RuleLine answer={answer} />
              </span>
              <span className="rule-counts num">
                <span>
                  <Trans>{standing[answer.rule.id] ?? 0} đang còn</Trans>
                </span>
                <span className="muted">
                  {counts === null ? '—' : (counts.get(answer.rule.id) ?? 0)} / 24 h
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RuleLine({ answer }: { answer: RuleAnswer }) {
  const { i18n } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const state = ruleState(answer);
  const { position: positionId } = answer.rule;
  const position = useLive(
    useCallback(({ records }: CityState) => records.position.get(positionId ?? ''), [positionId]),
    POSITIONS,
  );
  return (
    <span className="rule-line">
      <span className={state === 'on' ? '' : `rule-${state}`}>{i18n._(RULE_STATE_WORDS[state])}</span>
      {' · '}
      {categoryName(answer.rule.category, ground, locale)}
      {positionId !== undefined &&
        ` · ${position === undefined ? positionId : inLocale(position.name, locale)}`}
    </span>
  );
}

const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

const STATE_ORDER = { disabled: 0, faulted: 1, on: 2, off: 3 } as const;

function inOrder(rules: readonly RuleAnswer[]): RuleAnswer[] {
  return rules.toSorted(
    (a, b) =>
      STATE_ORDER[ruleState(a)] - STATE_ORDER[ruleState(b)] ||
      a.rule.name.vi.localeCompare(b.rule.name.vi, 'vi'),
  );
}

function hasWords(rule: Rule, search: string): boolean {
  const text = searchKey(`${rule.id} ${rule.name.vi} ${rule.name.en} ${rule.domain} ${rule.category}`);
  return searchKey(search)
    .split(' ')
    .every((word) => text.includes(word));
}

const STANDING = { tables: ['alarm'], maxHz: 1 } as const;

function countStanding({ records }: CityState): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { ruleId } of records.alarm.values()) counts[ruleId] = (counts[ruleId] ?? 0) + 1;
  return counts;
}
