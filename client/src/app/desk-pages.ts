import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { DeskPageName } from './desk-nav.tsx';

export interface DeskPageEntry {
  name: DeskPageName;
  href: string;
  words: MessageDescriptor;
  /** Stands in the bar itself; the others are behind its "more". */
  isEveryShift?: true;
}

/** The pages that everybody at a desk may go to, for the navigation and the command line. */
export const DESK_PAGES: readonly DeskPageEntry[] = [
  { name: 'desk', href: '/desk', words: msg`Bàn trực`, isEveryShift: true },
  { name: 'incidents', href: '/desk/incidents', words: msg`Sự cố`, isEveryShift: true },
  { name: 'shift', href: '/desk/shift', words: msg`Ca trực`, isEveryShift: true },
  { name: 'alarms', href: '/desk/alarms', words: msg`Báo động`, isEveryShift: true },
  { name: 'rules', href: '/desk/rules', words: msg`Luật` },
  { name: 'trends', href: '/desk/trends', words: msg`Xu hướng`, isEveryShift: true },
  { name: 'systems', href: '/desk/systems', words: msg`13 hệ thống` },
  { name: 'compare', href: '/desk/areas', words: msg`Đối chiếu` },
  { name: 'sources', href: '/desk/sources', words: msg`Nguồn dữ liệu` },
];
