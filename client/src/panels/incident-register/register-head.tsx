import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { nextSort, REGISTER_COLUMNS } from './register-sort.ts';
import type { RegisterColumn, RegisterSort } from './register-sort.ts';

const COLUMN_WORDS: Record<RegisterColumn, MessageDescriptor> = {
  priority: msg`Mức ưu tiên`,
  id: msg`Mã`,
  title: msg`Sự cố`,
  place: msg`Nơi`,
  who: msg`Ai xử lý`,
  state: msg`Trạng thái`,
  opened: msg`Mở lúc`,
  age: msg`Đã qua`,
};

/** The heads of the register; each orders by its column. */
export function RegisterHead({
  sort,
  onSort,
}: {
  sort: RegisterSort | null;
  onSort: (sort: RegisterSort | null) => void;
}) {
  const { i18n } = useLingui();
  return (
    <div className="register-head" role="rowgroup">
      <div className="register-columns" role="row" aria-rowindex={1}>
        {REGISTER_COLUMNS.map((column) => {
          const words = i18n._(COLUMN_WORDS[column]);
          const isSorted = sort?.column === column;
          const Arrow = sort?.isDown === true ? ArrowDown : ArrowUp;
          return (
            <span
              key={column}
              role="columnheader"
              className={`register-column-${column}`}
              aria-sort={isSorted ? (sort.isDown ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" title={words} onClick={() => onSort(nextSort(sort, column))}>
                {column === 'priority' ? (
                  <>
                    <span aria-hidden="true">P</span>
                    <span className="sr-only">{words}</span>
                  </>
                ) : (
                  <span className="clip">{words}</span>
                )}
                {isSorted && <Arrow className="icon" aria-hidden="true" />}
              </button>
            </span>
          );
        })}
      </div>
    </div>
  );
}
