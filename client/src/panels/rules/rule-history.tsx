import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Rule } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { rulePath } from './rule-answers.ts';
import type { RuleHistoryAnswer } from './rule-answers.ts';
import { ChangeList } from './change-list.tsx';
import { ruleDiff } from './rule-diff.ts';

/** Every version that the journal has: who saved it, when, and what changed from the one before. */
export function RuleHistory({ id, revision }: { id: string; revision: number }) {
  const { api } = useCentre();
  const question = useCallback(
    () => api.get<RuleHistoryAnswer>(`${rulePath(id)}/history?r=${revision}`),
    [api, id, revision],
  );
  const { value, problem } = useAnswer(question);
  if (value === null)
    return problem === null ? (
      <p aria-busy="true">
        <Trans>Đang lấy các bản đã lưu…</Trans>
      </p>
    ) : (
      <p role="alert">
        <Trans>Chưa lấy được các bản đã lưu: {problem.message}</Trans> <code>{problem.code}</code>
      </p>
    );
  if (value.items.length === 0)
    return (
      <p>
        <Trans>Chưa ai sửa luật này.</Trans>
      </p>
    );
  return (
    <ol className="rule-history">
      {value.items.map((item, index) => (
        <Version key={item.revision} item={item} before={value.items[index + 1]?.rule ?? null} />
      ))}
    </ol>
  );
}

function Version({ item, before }: { item: RuleHistoryAnswer['items'][number]; before: Rule | null }) {
  const { ground } = useCentre();
  return (
    <li>
      <h4>
        <Trans>
          Bản {item.revision} · {item.by} ·{' '}
          <span className="num">{formatDateTime(Date.parse(item.at), ground.zone)}</span>
        </Trans>
      </h4>
      {before === null ? (
        <p className="muted">
          <Trans>Bản đầu tiên trong sổ ghi.</Trans>
        </p>
      ) : (
        <ChangeList changes={ruleDiff(before, item.rule)} />
      )}
    </li>
  );
}
