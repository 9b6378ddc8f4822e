import { useLingui } from '@lingui/react/macro';
import { CalendarDays } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { CivilMonth } from './civil-month.tsx';
import type { CivilMonthInput } from './civil-month.tsx';
import './civil-calendar.css';

/** A button that opens a month to choose a day from; Escape and a press elsewhere leave everything as it was. */
export function CivilCalendar(input: Omit<CivilMonthInput, 'isFocused'>) {
  const { t } = useLingui();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  return (
    <span className="civil-calendar">
      <button
        ref={button}
        className="civil-open"
        type="button"
        popoverTarget={id}
        aria-label={t`Chọn ngày từ lịch`}
        aria-expanded={isOpen}
      >
        <CalendarDays aria-hidden="true" />
      </button>
      <div
        {...{ id }}
        ref={box}
        className="civil-popover"
        popover="auto"
        role="dialog"
        aria-label={t`Chọn ngày từ lịch`}
        onToggle={({ newState }) => {
          setOpen(newState === 'open');
          if (newState === 'open') placeUnder(button.current!, box.current!);
        }}
      >
        {isOpen && (
          <CivilMonth
            {...input}
            isFocused
            onDay={(day) => {
              box.current?.hidePopover();
              input.onDay(day);
            }}
          />
        )}
      </div>
    </span>
  );
}

/** Under the button, above it where there is no room, and never over an edge of the window. */
function placeUnder(button: HTMLElement, box: HTMLElement): void {
  requestAnimationFrame(() => {
    const at = button.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const isBelow = at.bottom + height + EDGE_PX <= window.innerHeight;
    box.style.top = `${isBelow ? at.bottom + EDGE_PX : Math.max(EDGE_PX, at.top - height - EDGE_PX)}px`;
    box.style.left = `${Math.max(EDGE_PX, Math.min(at.right - width, window.innerWidth - width - EDGE_PX))}px`;
  });
}

const EDGE_PX = 4;
